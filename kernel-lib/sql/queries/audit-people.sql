-- How many people run :run names.
SELECT count(DISTINCT identity) AS people FROM samples WHERE run = :run AND identity IS NOT NULL
