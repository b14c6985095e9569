-- Findings of the quarter-hours in [:from, :to), see `bucket-totals`; `passed`: how many sums were added up.
SELECT code, sum(pictures) AS pictures, count(*) AS passed
FROM quarter_findings WHERE quarter >= :from AND quarter < :to
  AND run = :run -- if run
GROUP BY code
