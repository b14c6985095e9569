-- The same by source: the quarter-hours that begin in [:from, :to), summed over stretches of :bucket ms of a clock that is
-- :offset ms ahead of UTC. :run (0 = outside any run) may be null: all.
SELECT (quarter + CAST(:offset AS INTEGER)) / CAST(:bucket AS INTEGER) * CAST(:bucket AS INTEGER) - CAST(:offset AS INTEGER) AS start, source,
  sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM quarter_sums WHERE quarter >= :from AND quarter < :to AND (:run IS NULL OR run = :run)
GROUP BY 1, 2 ORDER BY 1, 2
