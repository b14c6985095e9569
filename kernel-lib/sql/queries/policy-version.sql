-- Grows with every change of the policy; 0 before the first.
SELECT coalesce(max(id), 0) AS version FROM policy_history
