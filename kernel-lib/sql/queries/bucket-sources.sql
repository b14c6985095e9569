-- The same apart for the :most sources with the most pictures in all, largest first; whole hours by their sums. Rows with `worst`
-- 1 name the source that `bucket-worst` does.
WITH edges AS (
  SELECT i, s, e, (s + 3599999) / 3600000 AS h1, e / 3600000 AS h2 FROM (
    SELECT key AS i, value / 900000 * 900000 AS s, lead((value + 899999) / 900000 * 900000) OVER (ORDER BY key) AS e
    FROM json_each(:borders))),
parts AS (
  SELECT e.i, q.source, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired + q.failed AS failures
  FROM edges AS e CROSS JOIN hour_sums AS q ON q.hour >= e.h1 AND q.hour < e.h2
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.source, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired + q.failed
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.s AND q.quarter < min(e.e, e.h1 * 3600000)
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.source, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired + q.failed
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= max(e.h1, e.h2) * 3600000 AND q.quarter < e.e
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)),
sums AS MATERIALIZED (
  SELECT i, source, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
    sum(failures) AS failures
  FROM parts GROUP BY i, source),
largest AS (
  SELECT source, sum(pictures) AS total FROM sums GROUP BY source ORDER BY total DESC, source LIMIT :most),
worst AS (
  SELECT i, source, min(qualitySum / scored) AS mean FROM sums WHERE scored >= 5 GROUP BY i)
SELECT i, source, pictures, scored, qualitySum, low, failures, total, 0 AS worst FROM sums JOIN largest USING (source)
UNION ALL
SELECT i, source, 0, 0, 0, 0, 0, 0, 1 FROM worst
ORDER BY worst, total DESC, source, i
