-- The commonest finding of one :source between each two of :borders, see `bucket-findings`: counted by sample, so for stretches
-- with some thousands of pictures at most.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders)),
sums AS (
  SELECT e.i, f.code, count(*) AS pictures
  FROM edges AS e CROSS JOIN samples AS s ON s.processed_at >= e.start AND s.processed_at < e."end"
  CROSS JOIN sample_findings AS f ON f.sample = s.id
  WHERE s.source = :source AND (:run IS NULL OR coalesce(s.run, 0) = :run)
  GROUP BY e.i, f.code)
SELECT i, code, max(pictures) AS pictures FROM sums GROUP BY i ORDER BY i
