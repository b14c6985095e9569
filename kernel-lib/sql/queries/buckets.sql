-- Sums of the quarter-hours between each two of :borders (ascending UTC ms as a JSON list), by number of the stretch from 0;
-- stretches without pictures are left out. A quarter-hour that a border divides counts where it begins, but the first whole.
-- :source and :run (0 = outside any run) may be null: all.
WITH edges AS (
  SELECT key AS i, value / 900000 * 900000 AS start, lead(value) OVER (ORDER BY key) AS "end" FROM json_each(:borders))
SELECT e.i, sum(q.pictures) AS pictures, sum(q.scored) AS scored, sum(q.quality_sum) AS qualitySum, sum(q.low) AS low,
  sum(q.not_acquired + q.failed) AS failures
FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.start AND q.quarter < e."end"
WHERE (:source IS NULL OR q.source = :source) AND (:run IS NULL OR q.run = :run)
GROUP BY e.i ORDER BY e.i
