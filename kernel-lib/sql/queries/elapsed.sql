-- Median and 95th percentile of the time a picture took, ms, over the quarter-hours that touch [:from, :to); each is the
-- middle of a bin 5 % wide. :run (0 = outside any run) may be null: all. Null where nothing was timed.
WITH span AS (
  SELECT q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2
  FROM (SELECT CAST(:from AS INTEGER) / 900000 * 900000 AS q1, (CAST(:to AS INTEGER) + 899999) / 900000 * 900000 AS q2)),
bounds AS (
  SELECT max(d1, coalesce((SELECT min(quarter) / 86400000 FROM quarter_totals WHERE run = :run), d1)) AS r1,
    min(d2, coalesce((SELECT max(quarter) / 86400000 + 1 FROM quarter_totals WHERE run = :run), d2)) AS r2 FROM span),
parts AS (
  SELECT bin, pictures FROM day_elapsed
    WHERE day >= (SELECT r1 FROM bounds) AND day < (SELECT r2 FROM bounds) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_elapsed
    WHERE quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span)
      AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_elapsed
    WHERE quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span)
      AND (:run IS NULL OR run = :run)),
bins AS (SELECT bin, sum(pictures) AS pictures FROM parts GROUP BY bin),
cumulated AS (SELECT bin, sum(pictures) OVER (ORDER BY bin) AS up_to, sum(pictures) OVER () AS total FROM bins)
SELECT
  (SELECT min(bin) FROM cumulated WHERE up_to * 2 >= total)    AS bin50,
  (SELECT min(bin) FROM cumulated WHERE up_to * 20 >= total * 19) AS bin95
