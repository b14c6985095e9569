-- By the time the pictures were taken: the hours that begin in [:from, :to) of the clock they were taken by, summed over
-- stretches of :bucket ms (a multiple of 3,600,000). Times whose zone is not known are that clock's, written as if they were
-- UTC; so are the borders. :run (0 = outside any run) may be null: all.
SELECT hour * 3600000 / CAST(:bucket AS INTEGER) * CAST(:bucket AS INTEGER) AS start,
  sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM taken_hours WHERE hour >= (CAST(:from AS INTEGER) + 3599999) / 3600000 AND hour * 3600000 < :to AND (:run IS NULL OR run = :run)
GROUP BY 1 ORDER BY 1
