-- What was processed in [:from, :to), UTC ms; exact for any borders: whole quarter-hours by their sums, the ragged ends by
-- (Whoever binds numbers as floating point must not get a floating-point quarter-hour: hence the CASTs.)
-- sample. :source and :run (0 = outside any run) may be null: all. `low` by the qualityReject in force for readers of the store.
WITH span AS (
  SELECT (CAST(:from AS INTEGER) + 899999) / 900000 * 900000 AS q1, CAST(:to AS INTEGER) / 900000 * 900000 AS q2),
parts AS (
  SELECT pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE quarter >= (SELECT q1 FROM span) AND quarter < (SELECT q2 FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT 1, quality IS NOT NULL, coalesce(quality, 0), coalesce(quality_bin < (SELECT low_bin FROM counting), 0),
      error_code IS 'NO_FACE', error_code IS NOT NULL AND error_code <> 'NO_FACE' FROM samples
    WHERE processed_at >= :from AND processed_at < min(:to, (SELECT q1 FROM span))
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)
  UNION ALL
  SELECT 1, quality IS NOT NULL, coalesce(quality, 0), coalesce(quality_bin < (SELECT low_bin FROM counting), 0),
      error_code IS 'NO_FACE', error_code IS NOT NULL AND error_code <> 'NO_FACE' FROM samples
    WHERE processed_at >= (SELECT max(q1, q2) FROM span) AND processed_at < :to
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run))
SELECT coalesce(sum(pictures), 0) AS pictures, coalesce(sum(scored), 0) AS scored,
  sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality,
  coalesce(sum(low), 0) AS low, coalesce(sum(not_acquired), 0) AS notAcquired, coalesce(sum(failed), 0) AS failed,
  coalesce(sum(not_acquired + failed), 0) AS failures,
  -- In the ragged end, else in the last quarter-hour that has any.
  coalesce(
    (SELECT max(processed_at) FROM samples
      WHERE processed_at >= max(:from, (SELECT q2 FROM span)) AND processed_at < :to
        AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)),
    (SELECT max(processed_at) FROM samples
      WHERE processed_at >= :from AND processed_at < (SELECT q2 FROM span)
        AND processed_at >= (SELECT max(quarter) FROM quarter_sums
          WHERE quarter < (SELECT q2 FROM span)
            AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run))
        AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run))) AS lastAt,
  (SELECT low_bin / 1000.0 FROM counting) AS qualityReject
FROM parts
