-- Median and 95th percentile of the time a picture took, ms, over the quarter-hours that touch [:from, :to); each is the
-- middle of a bin 5 % wide. :run (0 = outside any run) may be null: all. Null where nothing was timed.
WITH bins AS (
  SELECT bin, sum(pictures) AS pictures FROM quarter_elapsed
  WHERE quarter >= CAST(:from AS INTEGER) / 900000 * 900000 AND quarter < :to AND (:run IS NULL OR run = :run) GROUP BY bin),
cumulated AS (SELECT bin, sum(pictures) OVER (ORDER BY bin) AS up_to, sum(pictures) OVER () AS total FROM bins)
SELECT
  (SELECT min(bin) FROM cumulated WHERE up_to * 2 >= total)    AS bin50,
  (SELECT min(bin) FROM cumulated WHERE up_to * 20 >= total * 19) AS bin95
