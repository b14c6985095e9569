-- Findings of the pictures of [:from, :to) with how many pictures have each, commonest first; exact for any borders.
-- :source and :run (0 = outside any run) may be null: all.
WITH quarters AS (
  SELECT (CAST(:from AS INTEGER) + 899999) / 900000 * 900000 AS q1, CAST(:to AS INTEGER) / 900000 * 900000 AS q2),
span AS (SELECT q1, q2, (q1 + 86399999) / 86400000 AS d1, q2 / 86400000 AS d2 FROM quarters),
parts AS (
  SELECT code, pictures FROM day_findings
    WHERE day >= (SELECT d1 FROM span) AND day < (SELECT d2 FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT code, pictures FROM quarter_findings
    WHERE quarter >= (SELECT q1 FROM span) AND quarter < (SELECT min(q2, d1 * 86400000) FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT code, pictures FROM quarter_findings
    WHERE quarter >= (SELECT max(d1, d2) * 86400000 FROM span) AND quarter < (SELECT q2 FROM span)
      AND (:source IS NULL OR source = :source) AND (:run IS NULL OR run = :run)
  UNION ALL
  SELECT f.value, 1 FROM samples AS s, json_each(s.findings) AS f
    WHERE s.processed_at >= :from AND s.processed_at < min(:to, (SELECT q1 FROM span))
      AND (:source IS NULL OR s.source = :source) AND (:run IS NULL OR coalesce(s.run, 0) = :run)
  UNION ALL
  SELECT f.value, 1 FROM samples AS s, json_each(s.findings) AS f
    WHERE s.processed_at >= (SELECT max(q1, q2) FROM span) AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source) AND (:run IS NULL OR coalesce(s.run, 0) = :run))
SELECT code, sum(pictures) AS pictures FROM parts GROUP BY code ORDER BY pictures DESC, code
