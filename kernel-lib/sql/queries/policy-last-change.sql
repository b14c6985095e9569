-- The newest change that is no undoing and was not undone, with what held before it.
WITH last AS (
  SELECT max(change) AS change FROM policy_history AS h
  WHERE undoes IS NULL AND NOT EXISTS (SELECT 1 FROM policy_history WHERE undoes = h.change))
SELECT h.change, h.model, h.key,
  (SELECT value FROM policy_history AS b
    WHERE b.model = h.model AND b.key = h.key AND b.id < h.change ORDER BY b.id DESC LIMIT 1) AS value
FROM policy_history AS h WHERE h.change = (SELECT change FROM last)
