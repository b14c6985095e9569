-- The quarter-hours that begin in [:from, :to), each with its sums; hours and days of any time zone are made of these.
-- :source and :run (0 = outside any run) may be null: all.
SELECT quarter AS start, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM quarter_sums
WHERE quarter >= :from AND quarter < :to AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
GROUP BY quarter ORDER BY quarter
