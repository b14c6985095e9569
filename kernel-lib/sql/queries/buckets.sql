-- Sums of the quarter-hours between each two of :borders (ascending UTC ms as a JSON list), by number of the stretch from 0;
-- stretches without pictures are left out. A quarter-hour that a border divides counts where it begins, but the first whole.
-- :source and :run (0 = outside any run) may be null: all.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders)),
parts AS (
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN quarter_totals AS q ON q.quarter >= e.start AND q.quarter < e."end"
  WHERE :source IS NULL AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.start AND q.quarter < e."end"
  WHERE q.source = :source AND (:run IS NULL OR q.run = :run))
SELECT i, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired + failed) AS failures
FROM parts GROUP BY i ORDER BY i
