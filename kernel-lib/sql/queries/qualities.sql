-- Pictures of [:from, :to) by quality, in bins of .001: bin b holds b/1000 ≤ quality < (b+1)/1000. Below any threshold k/1000
-- lie exactly the bins < k. Exact for any borders: whole days, whole quarter-hours, the ragged ends by sample. :source and
-- :run (0 = outside any run) may be null: all.
WITH quarters AS (
  SELECT (CAST(:from AS INTEGER) + 899999) / 900000 * 900000 AS q1, CAST(:to AS INTEGER) / 900000 * 900000 AS q2),
span AS (SELECT q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2 FROM quarters),
parts AS (
  SELECT bin, pictures FROM day_qualities
    WHERE day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_qualities
    WHERE quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT bin, pictures FROM quarter_qualities
    WHERE quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT quality_bin, 1 FROM samples
    WHERE processed_at >= :from AND processed_at < min(:to, (SELECT q1 FROM span)) AND quality IS NOT NULL
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)
  UNION ALL
  SELECT quality_bin, 1 FROM samples
    WHERE processed_at >= (SELECT max(q1, q2) FROM span) AND processed_at < :to AND quality IS NOT NULL
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run))
SELECT bin, sum(pictures) AS pictures FROM parts GROUP BY bin ORDER BY bin
