-- Sums of the quarter-hours in [:from, :to), UTC ms, multiples of 900,000. Lines that end in `-- if A` belong to the question only
-- where :run (0 = outside any run) is given.
SELECT coalesce(sum(pictures), 0) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired + failed) AS failures
FROM quarter_totals WHERE quarter >= :from AND quarter < :to
  AND run = :run -- if run
