-- Embedding networks that the policy has thresholds for, by name.
SELECT model FROM policy_models WHERE model <> '*' ORDER BY model
