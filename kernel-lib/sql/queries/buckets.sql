-- Sums of the quarter-hours between each two of :borders (ascending UTC ms as a JSON list), by number of the stretch from 0;
-- stretches without pictures are left out. A quarter-hour that a border divides counts where it begins, but the first whole.
-- :source and :run (0 = outside any run) may be null: all. Of one source whole hours by their sums.
WITH edges AS (
  SELECT i, s, e, (s + 3599999) / 3600000 AS h1, e / 3600000 AS h2 FROM (
    SELECT key AS i, value / 900000 * 900000 AS s, lead((value + 899999) / 900000 * 900000) OVER (ORDER BY key) AS e
    FROM json_each(:borders))),
parts AS (
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN quarter_totals AS q ON q.quarter >= e.s AND q.quarter < e.e
  WHERE :source IS NULL AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN hour_sums AS q ON q.hour >= e.h1 AND q.hour < e.h2
  WHERE :source IS NOT NULL AND q.source = :source AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= e.s AND q.quarter < min(e.e, e.h1 * 3600000)
  WHERE :source IS NOT NULL AND q.source = :source AND (:run IS NULL OR q.run = :run)
  UNION ALL
  SELECT e.i, q.pictures, q.scored, q.quality_sum, q.low, q.not_acquired, q.failed
  FROM edges AS e CROSS JOIN quarter_sums AS q ON q.quarter >= max(e.h1, e.h2) * 3600000 AND q.quarter < e.e
  WHERE :source IS NOT NULL AND q.source = :source AND (:run IS NULL OR q.run = :run))
SELECT i, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS qualitySum, sum(low) AS low,
  sum(not_acquired + failed) AS failures
FROM parts GROUP BY i ORDER BY i
