-- The first and the last quarter-hour that has any picture; null where there are none.
SELECT (SELECT min(quarter) FROM quarter_totals) AS first, (SELECT max(quarter) FROM quarter_totals) AS last
