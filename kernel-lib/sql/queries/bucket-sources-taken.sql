-- As `bucket-sources`, by the time pictures were taken, see `buckets-taken`.
WITH edges AS (
  SELECT b.key AS i, b.value AS start, lead(b.value) OVER (ORDER BY b.key) AS "end",
    w.value AS wallStart, lead(w.value) OVER (ORDER BY b.key) AS wallEnd
  FROM json_each(:borders) AS b JOIN json_each(:wallBorders) AS w ON w.key = b.key),
sums AS (
  SELECT e.i, s.source, count(*) AS pictures, count(s.quality) AS scored, total(s.quality) AS qualitySum,
    coalesce(sum(s.quality < (SELECT low_bin / 1000.0 FROM counting)), 0) AS low, count(*) - count(s.quality) AS failures
  FROM edges AS e CROSS JOIN samples AS s ON s.taken_at >= min(e.start, e.wallStart) AND s.taken_at < max(e."end", e.wallEnd)
  WHERE CASE s.taken_at_zoned WHEN 1 THEN s.taken_at >= e.start AND s.taken_at < e."end"
        ELSE s.taken_at >= e.wallStart AND s.taken_at < e.wallEnd END
    AND (:source IS NULL OR s.source = :source) AND (:run IS NULL OR coalesce(s.run, 0) = :run)
  GROUP BY e.i, s.source),
largest AS (
  SELECT source, sum(pictures) AS total FROM sums GROUP BY source ORDER BY total DESC, source LIMIT :most)
SELECT i, source, pictures, scored, qualitySum, low, failures FROM sums JOIN largest USING (source) ORDER BY total DESC, source, i
