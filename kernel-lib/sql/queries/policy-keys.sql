-- The thresholds there are, in the order they are shown, with the values they can have.
SELECT key, least, most, built_in AS builtIn, family FROM policy_keys ORDER BY position
