-- Mean quality by source in a stretch as `bucket-sources` has it; `passed`: how many sums were added up.
SELECT source, sum(scored) AS scored, sum(quality_sum) / nullif(sum(scored), 0) AS mean, count(*) AS passed
FROM (
  SELECT source, scored, quality_sum FROM hour_sums WHERE hour >= :firstHour AND hour < :lastHour
    AND run = :run -- if run
  UNION ALL -- if ragged
  SELECT source, scored, quality_sum FROM quarter_sums -- if ragged
  WHERE quarter >= :from AND quarter < min(:to, :firstHour * 3600000) -- if ragged
    AND run = :run -- if ragged, run
  UNION ALL -- if ragged
  SELECT source, scored, quality_sum FROM quarter_sums -- if ragged
  WHERE quarter >= max(:firstHour, :lastHour) * 3600000 AND quarter < :to -- if ragged
    AND run = :run -- if ragged, run
)
GROUP BY source
