-- Sums of the quarter-hours that begin in [:from, :to), by source. :run (0 = outside any run) may be null: all.
SELECT source, sum(pictures) AS pictures, sum(scored) AS scored,
  sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM quarter_sums WHERE quarter >= :from AND quarter < :to AND (:run IS NULL OR run = :run)
GROUP BY source ORDER BY pictures DESC, source
