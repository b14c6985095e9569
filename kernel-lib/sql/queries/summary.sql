-- What was processed in [:from, :to), UTC ms; exact for any borders: whole quarter-hours and days by their sums, the ragged
-- ends by sample. :source and :run (0 = outside any run) may be null: all. `low` by the qualityReject in force for readers of
-- the store.
-- (A run's pictures lie between its first and its last quarter-hour: nothing outside is looked at. Whoever binds numbers as
-- floating point must not get a floating-point quarter-hour: hence the CASTs.)
WITH bounds AS (
  SELECT max(CAST(:from AS INTEGER), coalesce((SELECT min(quarter) FROM quarter_totals WHERE run = :run), -(1 << 62))) AS f,
    min(CAST(:to AS INTEGER), coalesce((SELECT max(quarter) + 900000 FROM quarter_totals WHERE run = :run), 1 << 62)) AS t),
span AS (
  SELECT f, t, q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2
  FROM (SELECT f, t, (f + 899999) / 900000 * 900000 AS q1, t / 900000 * 900000 AS q2 FROM bounds)),
parts AS (
  SELECT pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_totals
    WHERE :source IS NULL AND quarter >= (SELECT q1 FROM span) AND quarter < (SELECT q2 FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT pictures, scored, quality_sum, low, not_acquired, failed FROM day_sums
    WHERE source = :source AND day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE :source IS NOT NULL AND quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span)
      AND source = :source AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE :source IS NOT NULL AND quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span)
      AND source = :source AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT 1, quality IS NOT NULL, coalesce(quality, 0), coalesce(quality_bin < (SELECT low_bin FROM counting), 0),
      error_code IS 'NO_FACE', error_code IS NOT NULL AND error_code <> 'NO_FACE' FROM samples INDEXED BY samples_time
    WHERE processed_at >= (SELECT f FROM span) AND processed_at < (SELECT min(t, q1) FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)
  UNION ALL
  SELECT 1, quality IS NOT NULL, coalesce(quality, 0), coalesce(quality_bin < (SELECT low_bin FROM counting), 0),
      error_code IS 'NO_FACE', error_code IS NOT NULL AND error_code <> 'NO_FACE' FROM samples INDEXED BY samples_time
    WHERE processed_at >= (SELECT max(q1, q2) FROM span) AND processed_at < (SELECT t FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)),
-- The last quarter-hour that has any, before the ragged end.
last AS (SELECT coalesce(
  (SELECT quarter FROM quarter_totals WHERE :source IS NULL AND quarter < (SELECT q2 FROM span) AND (:run IS NULL OR run = :run)
    ORDER BY quarter DESC LIMIT 1),
  (SELECT quarter FROM quarter_sums WHERE :source IS NOT NULL AND quarter < (SELECT q2 FROM span) AND source = :source
    AND (:run IS NULL OR run = :run) ORDER BY quarter DESC LIMIT 1)) AS quarter)
SELECT coalesce(sum(pictures), 0) AS pictures, coalesce(sum(scored), 0) AS scored,
  sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality,
  coalesce(sum(low), 0) AS low, coalesce(sum(not_acquired), 0) AS notAcquired, coalesce(sum(failed), 0) AS failed,
  coalesce(sum(not_acquired + failed), 0) AS failures,
  coalesce(
    (SELECT max(processed_at) FROM samples INDEXED BY samples_time
      WHERE processed_at >= (SELECT max(f, q2) FROM span) AND processed_at < (SELECT t FROM span)
        AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)),
    (SELECT max(processed_at) FROM samples INDEXED BY samples_time
      WHERE processed_at >= (SELECT max(f, quarter) FROM span, last) AND processed_at < (SELECT q2 FROM span)
        AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run))) AS lastAt,
  (SELECT low_bin / 1000.0 FROM counting) AS qualityReject
FROM parts
