-- A page of samples, newest first, before the one with (:at, :id): (:to, 0) for the first page. :failed 1: those alone that
-- could not be processed or have no face; null: all. The other filters as for `samples`, all of which may be null but the times.
WITH page AS (
  SELECT * FROM (SELECT s.id, s.processed_at FROM samples AS s INDEXED BY samples_time
    WHERE :failed IS NULL AND s.processed_at >= :from AND s.processed_at < :to AND (s.processed_at, s.id) < (:at, :id)
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.processed_at DESC, s.id DESC LIMIT :limit)
  UNION ALL
  SELECT * FROM (SELECT s.id, s.processed_at FROM samples AS s INDEXED BY samples_failed
    WHERE :failed = 1 AND s.error_code IS NOT NULL AND s.processed_at >= :from AND s.processed_at < :to AND (s.processed_at, s.id) < (:at, :id)
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.processed_at DESC, s.id DESC LIMIT :limit))
SELECT s.id, s.run, s.key, s.path, s.source, s.identity, s.processed_at AS processedAt, s.taken_at AS takenAt,
  s.taken_at_zoned AS takenAtZoned, s.width, s.height, s.acquired, s.quality, s.assessment, s.findings,
  s.error_code AS errorCode
FROM (SELECT id, processed_at FROM page ORDER BY processed_at DESC, id DESC LIMIT :limit) AS p
CROSS JOIN samples AS s ON s.id = p.id
ORDER BY s.processed_at DESC, s.id DESC
