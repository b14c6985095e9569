-- The first and the last quarter-hour that has any picture; null where there are none.
SELECT (SELECT min(quarter) FROM quarter_sums) AS first, (SELECT max(quarter) FROM quarter_sums) AS last
