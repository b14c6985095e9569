-- Pictures of [:from, :to) by quality, in bins of .001: bin b holds b/1000 ≤ quality < (b+1)/1000. Below any threshold k/1000
-- lie exactly the bins < k. Exact for any borders. :source and :run (0 = outside any run) may be null: all.
-- (A run's pictures lie between its first and its last quarter-hour: nothing outside is looked at. Whoever binds numbers as
-- floating point must not get a floating-point quarter-hour: hence the CASTs.)
WITH bounds AS (
  SELECT max(CAST(:from AS INTEGER), coalesce((SELECT min(quarter) FROM quarter_totals WHERE run = :run), -(1 << 62))) AS f,
    min(CAST(:to AS INTEGER), coalesce((SELECT max(quarter) + 900000 FROM quarter_totals WHERE run = :run), 1 << 62)) AS t),
span AS (
  SELECT f, t, q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2
  FROM (SELECT f, t, (f + 899999) / 900000 * 900000 AS q1, t / 900000 * 900000 AS q2 FROM bounds)),
parts AS (
  -- Whatever the source: whole days, the quarter-hours before and after them, and the ragged ends.
  SELECT bin, pictures FROM day_qualities
    WHERE :source IS NULL AND day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_qualities
    WHERE :source IS NULL AND quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span)
      AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_qualities
    WHERE :source IS NULL AND quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span)
      AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT quality_bin, 1 FROM samples AS s INDEXED BY samples_time
    WHERE :source IS NULL AND s.processed_at >= (SELECT f FROM span) AND s.processed_at < (SELECT min(t, q1) FROM span)
      AND (:run IS NULL OR coalesce(run, 0) = :run) AND s.quality IS NOT NULL
  UNION ALL
  SELECT quality_bin, 1 FROM samples AS s INDEXED BY samples_time
    WHERE :source IS NULL AND s.processed_at >= (SELECT max(q1, q2) FROM span) AND s.processed_at < (SELECT t FROM span)
      AND (:run IS NULL OR coalesce(run, 0) = :run) AND s.quality IS NOT NULL
  UNION ALL
  -- Of one source: whole days, and the samples before and after them.
  SELECT bin, pictures FROM source_qualities
    WHERE source = :source AND day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT quality_bin, 1 FROM samples AS s INDEXED BY samples_source
    WHERE s.source = :source AND s.processed_at >= (SELECT f FROM span)
      AND s.processed_at < (SELECT min(t, d1 * 86400000) FROM span) AND (:run IS NULL OR coalesce(run, 0) = :run) AND s.quality IS NOT NULL
  UNION ALL
  SELECT quality_bin, 1 FROM samples AS s INDEXED BY samples_source
    WHERE s.source = :source AND s.processed_at >= (SELECT max(f, max(d1, d2) * 86400000) FROM span)
      AND s.processed_at < (SELECT t FROM span) AND (:run IS NULL OR coalesce(run, 0) = :run) AND s.quality IS NOT NULL)
SELECT bin, sum(pictures) AS pictures FROM parts GROUP BY bin ORDER BY bin
