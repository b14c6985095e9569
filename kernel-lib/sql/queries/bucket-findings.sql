-- The commonest finding between each two of :borders, see `buckets`. :run (0 = outside any run) may be null: all.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders)),
sums AS (
  SELECT e.i, q.code, sum(q.pictures) AS pictures
  FROM edges AS e CROSS JOIN quarter_findings AS q ON q.quarter >= e.start AND q.quarter < e."end"
  WHERE :run IS NULL OR q.run = :run
  GROUP BY e.i, q.code)
SELECT i, code, max(pictures) AS pictures FROM sums GROUP BY i ORDER BY i
