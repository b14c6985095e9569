-- Sums of the quarter-hours that begin in [:from, :to), by source, largest first; at most :limit of them (null: all).
-- :run (0 = outside any run) may be null: all.
-- (A run's pictures lie between its first and its last quarter-hour: nothing outside is looked at. Whoever binds numbers as
-- floating point must not get a floating-point quarter-hour: hence the CASTs.)
WITH bounds AS (
  SELECT max(CAST(:from AS INTEGER), coalesce((SELECT min(quarter) FROM quarter_totals WHERE run = :run), -(1 << 62))) AS f,
    min(CAST(:to AS INTEGER), coalesce((SELECT max(quarter) + 900000 FROM quarter_totals WHERE run = :run), 1 << 62)) AS t),
span AS (
  SELECT f, t, q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2
  FROM (SELECT f, t, (f + 899999) / 900000 * 900000 AS q1, (t + 899999) / 900000 * 900000 AS q2 FROM bounds)),
parts AS (
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM day_sums
    WHERE day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span) AND (:run IS NULL OR run = :run))
SELECT source, sum(pictures) AS pictures, sum(scored) AS scored,
  sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM parts GROUP BY source ORDER BY pictures DESC, source LIMIT coalesce(:limit, -1)
