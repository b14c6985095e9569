-- Sums of the quarter-hours in [:from, :to) of one :source, or by source of :several (a JSON list); UTC ms, multiples of 900,000.
-- Hours from :firstHour (of 3,600,000 ms) up to and without :lastHour by their sums, quarter-hours before and after them where
-- there are some (`ragged`). Lines that end in `-- if A` belong to the question only where this is so, or where :source, :several
-- or :run (0 = outside any run) is given.
SELECT source, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired + failed) AS failures
FROM (
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM hour_sums
  WHERE hour >= :firstHour AND hour < :lastHour
    AND source = :source -- if source
    AND source IN (SELECT value FROM json_each(:several)) -- if several
    AND run = :run -- if run
  UNION ALL -- if ragged
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums -- if ragged
  WHERE quarter >= :from AND quarter < min(:to, :firstHour * 3600000) -- if ragged
    AND source = :source -- if ragged, source
    AND source IN (SELECT value FROM json_each(:several)) -- if ragged, several
    AND run = :run -- if ragged, run
  UNION ALL -- if ragged
  SELECT source, pictures, scored, quality_sum, low, not_acquired, failed FROM quarter_sums -- if ragged
  WHERE quarter >= max(:firstHour, :lastHour) * 3600000 AND quarter < :to -- if ragged
    AND source = :source -- if ragged, source
    AND source IN (SELECT value FROM json_each(:several)) -- if ragged, several
    AND run = :run -- if ragged, run
)
GROUP BY source
