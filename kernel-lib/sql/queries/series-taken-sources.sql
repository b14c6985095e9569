-- The same by source, of whole days: those that begin in [:from, :to) of the clock the pictures were taken by. :source and
-- :run (0 = outside any run) may be null: all.
SELECT day * 86400000 AS start, source,
  sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM taken_days WHERE day >= (CAST(:from AS INTEGER) + 86399999) / 86400000 AND day * 86400000 < :to
  AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
GROUP BY 1, 2 ORDER BY 1, 2
