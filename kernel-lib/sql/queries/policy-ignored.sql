-- Thresholds set in the store that are not applied, because they are impossible or contradict each other.
SELECT model, key, value FROM policy_ignored
