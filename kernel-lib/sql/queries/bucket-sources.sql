-- The same apart for the :most sources with the most pictures in all, largest first.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders)),
sums AS (
  SELECT e.i, q.source, sum(q.pictures) AS pictures, sum(q.scored) AS scored, sum(q.quality_sum) AS qualitySum,
    sum(q.low) AS low, sum(q.not_acquired + q.failed) AS failures
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.start AND q.quarter < e."end"
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  GROUP BY e.i, q.source),
largest AS (
  SELECT source, sum(pictures) AS total FROM sums GROUP BY source ORDER BY total DESC, source LIMIT :most)
SELECT i, source, pictures, scored, qualitySum, low, failures FROM sums JOIN largest USING (source) ORDER BY total DESC, source, i
