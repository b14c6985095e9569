-- The source with the lowest mean quality between each two of :borders (see `buckets`), of those with five pictures or more.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders)),
sums AS (
  SELECT e.i, q.source, sum(q.quality_sum) / sum(q.scored) AS mean
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.start AND q.quarter < e."end"
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  GROUP BY e.i, q.source HAVING sum(q.scored) >= 5)
SELECT i, source, min(mean) AS meanQuality FROM sums GROUP BY i ORDER BY i
