-- The thresholds in force for readers of the store: store > manifest > built-in. :model is an embedding network, or * for what
-- holds whatever the network; one that the store has never heard of gets what holds for all.
SELECT key, value, origin FROM policy_in_force
WHERE model = CASE WHEN EXISTS (SELECT 1 FROM policy_models WHERE model = :model) THEN :model ELSE '*' END
