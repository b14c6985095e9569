-- As `bucket-sources`, by the time pictures were taken, see `buckets-taken`.
WITH edges AS (
  SELECT i, zoned, s, e, -((36000000000000000 - s) / 3600000 - 10000000000) AS h1, (e + 36000000000000000) / 3600000 - 10000000000 AS h2
  FROM (
    SELECT key AS i, 1 AS zoned, value AS s, lead(value) OVER (ORDER BY key) AS e FROM json_each(:borders)
    UNION ALL
    SELECT key, 0, value, lead(value) OVER (ORDER BY key) FROM json_each(:wallBorders))),
parts AS (
  SELECT e.i, q.source, q.pictures, q.scored, q.quality_sum, q.low
  FROM edges AS e CROSS JOIN taken_sums AS q ON q.hour >= e.h1 AND q.hour < e.h2 AND q.zoned = e.zoned
  WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, s.source, 1, s.quality IS NOT NULL, coalesce(s.quality, 0),
    coalesce(s.quality < (SELECT low_bin / 1000.0 FROM counting), 0)
  FROM edges AS e CROSS JOIN samples AS s INDEXED BY samples_taken ON s.taken_at >= e.s AND s.taken_at < min(e.e, e.h1 * 3600000)
  WHERE (s.taken_at_zoned IS 1) = e.zoned AND (:source IS NULL OR s.source = :source) AND (:run IS NULL OR coalesce(s.run, 0) = :run)
  UNION ALL
  SELECT e.i, s.source, 1, s.quality IS NOT NULL, coalesce(s.quality, 0),
    coalesce(s.quality < (SELECT low_bin / 1000.0 FROM counting), 0)
  FROM edges AS e CROSS JOIN samples AS s INDEXED BY samples_taken ON s.taken_at >= max(e.h1, e.h2) * 3600000 AND s.taken_at < e.e
  WHERE (s.taken_at_zoned IS 1) = e.zoned AND (:source IS NULL OR s.source = :source) AND (:run IS NULL OR coalesce(s.run, 0) = :run)),
sums AS MATERIALIZED (
  SELECT i, source, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(pictures - scored) AS failures
  FROM parts GROUP BY i, source),
largest AS (
  SELECT source, sum(pictures) AS total FROM sums GROUP BY source ORDER BY total DESC, source LIMIT :most)
SELECT i, source, pictures, scored, qualitySum, low, failures, 0 AS worst FROM sums JOIN largest USING (source) ORDER BY total DESC, source, i
