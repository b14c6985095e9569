-- The source with the lowest mean quality between each two of :borders (see `buckets`), of those with five pictures or more.
WITH edges AS (
  SELECT i, s, e, (s + 3599999) / 3600000 AS h1, e / 3600000 AS h2 FROM (
    SELECT key AS i, value / 900000 * 900000 AS s, lead((value + 899999) / 900000 * 900000) OVER (ORDER BY key) AS e
    FROM json_each(:borders))),
parts AS (
  SELECT e.i, q.source, q.scored, q.quality_sum
  FROM edges AS e CROSS JOIN hour_sums AS q ON q.hour >= e.h1 AND q.hour < e.h2
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.source, q.scored, q.quality_sum
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.s AND q.quarter < min(e.e, e.h1 * 3600000)
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.source, q.scored, q.quality_sum
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= max(e.h1, e.h2) * 3600000 AND q.quarter < e.e
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)),
sums AS (SELECT i, source, sum(quality_sum) / sum(scored) AS mean FROM parts GROUP BY i, source HAVING sum(scored) >= 5)
SELECT i, source, min(mean) AS meanQuality FROM sums GROUP BY i ORDER BY i
