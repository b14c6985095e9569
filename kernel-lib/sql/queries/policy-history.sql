-- Every change of the policy, newest first.
SELECT id, change, undoes, model, key, value, author, at, note FROM policy_history ORDER BY id DESC
