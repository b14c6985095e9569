-- The quarter-hours that begin in [:from, :to), summed over stretches of :bucket ms (a multiple of 900,000) of a clock that is
-- :offset ms ahead of UTC (a multiple of 900,000; days of most zones: 86,400,000 and the zone's offset on that day).
-- :source and :run (0 = outside any run) may be null: all.
WITH parts AS (
  SELECT quarter, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_totals
    WHERE :source IS NULL AND quarter >= :from AND quarter < :to AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT quarter, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums
    WHERE :source IS NOT NULL AND quarter >= :from AND quarter < :to AND source = :source AND (:run IS NULL OR run = :run))
SELECT (quarter + CAST(:offset AS INTEGER)) / CAST(:bucket AS INTEGER) * CAST(:bucket AS INTEGER) - CAST(:offset AS INTEGER) AS start,
  sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM parts GROUP BY 1 ORDER BY 1
