-- A page of samples that have a quality, worst first, after the one with (:quality, :id): (-1, 0) for the first page.
-- Filters that may be null: :source, :run (0 = outside any run), :finding (a code), :identity, :assessment, :text (in the path,
-- whatever its case). :from and :to bound processed_at, :least and :most the quality (least ≤ quality < most). :limit rows.
--
-- Which index it goes by is chosen by how much each filter leaves, as the roll-ups know it. `walk`s come in order and end with
-- the page: the rarer a match, the longer the way. `time` and `source` read all they have and sort it. The ways not taken have
-- a LIMIT of 0.
WITH sizes AS (
  SELECT (SELECT max(1, coalesce(sum(pictures), 0)) FROM quarter_totals) AS everything,
    (SELECT sum(pictures) FROM quarter_totals WHERE quarter > CAST(:from AS INTEGER) - 900000 AND quarter < :to) AS in_time,
    (SELECT sum(pictures) FROM quarter_totals WHERE run = :run) AS in_run,
    (SELECT sum(pictures) FROM day_sums WHERE source = :source) AS in_source,
    (SELECT sum(pictures) FROM day_findings WHERE code = :finding) AS with_finding,
    CASE WHEN :identity IS NOT NULL THEN
      (SELECT count(*) FROM (SELECT 1 FROM samples WHERE identity = :identity LIMIT 10000)) END AS of_identity),
shares AS (
  SELECT *, max(1e-9, 1.0 * coalesce(in_time, 0) / everything
    * coalesce(1.0 * in_run / everything, 1) * coalesce(1.0 * in_source / everything, 1)
    * coalesce(1.0 * with_finding / everything, 1) * coalesce(1.0 * of_identity / everything, 1)) AS share FROM sizes),
ways AS (
  SELECT 'quality' AS way, min(everything, :limit / share) AS rows FROM shares
  UNION ALL SELECT 'run', min(in_run, :limit / share * in_run / everything) FROM shares WHERE :run > 0
  UNION ALL SELECT 'finding', min(with_finding, :limit / share * with_finding / everything) FROM shares WHERE :finding IS NOT NULL
  UNION ALL SELECT 'identity', min(of_identity, :limit / share * of_identity / everything) FROM shares WHERE :identity IS NOT NULL
  UNION ALL SELECT 'source', in_source / 4 FROM shares WHERE :source IS NOT NULL
  UNION ALL SELECT 'time', coalesce(in_time, 0) / 4 FROM shares),
choice AS (SELECT way FROM ways ORDER BY coalesce(rows, 0) LIMIT 1),
page AS (
  SELECT * FROM (SELECT s.id, s.quality FROM samples AS s INDEXED BY samples_quality
    WHERE s.quality IS NOT NULL
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND s.quality >= :least AND s.quality < :most AND (s.quality, s.id) > (:quality, :id)
      AND (:finding IS NULL OR EXISTS (SELECT 1 FROM sample_findings AS x WHERE x.sample = s.id AND x.code = :finding))
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.quality, s.id LIMIT (SELECT :limit * (way = 'quality') FROM choice))
  UNION ALL
  SELECT * FROM (SELECT s.id, s.quality FROM samples AS s INDEXED BY samples_run
    WHERE s.run = :run
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source)
      AND s.quality >= :least AND s.quality < :most AND (s.quality, s.id) > (:quality, :id)
      AND (:finding IS NULL OR EXISTS (SELECT 1 FROM sample_findings AS x WHERE x.sample = s.id AND x.code = :finding))
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.quality, s.id LIMIT (SELECT :limit * (way = 'run') FROM choice))
  UNION ALL
  SELECT * FROM (SELECT s.id, s.quality FROM samples AS s INDEXED BY samples_person
    WHERE s.identity = :identity
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND s.quality >= :least AND s.quality < :most AND (s.quality, s.id) > (:quality, :id)
      AND (:finding IS NULL OR EXISTS (SELECT 1 FROM sample_findings AS x WHERE x.sample = s.id AND x.code = :finding))
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.quality, s.id LIMIT (SELECT :limit * (way = 'identity') FROM choice))
  UNION ALL
  SELECT * FROM (SELECT s.id, s.quality FROM sample_findings AS f CROSS JOIN samples AS s ON s.id = f.sample
    WHERE f.code = :finding
      AND f.quality >= :least AND f.quality < :most AND (f.quality, f.sample) > (:quality, :id)
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY f.quality, f.sample LIMIT (SELECT :limit * (way = 'finding') FROM choice))
  UNION ALL
  SELECT * FROM (SELECT s.id, s.quality FROM samples AS s INDEXED BY samples_source
    WHERE s.source = :source
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND s.quality >= :least AND s.quality < :most AND (s.quality, s.id) > (:quality, :id)
      AND (:finding IS NULL OR EXISTS (SELECT 1 FROM sample_findings AS x WHERE x.sample = s.id AND x.code = :finding))
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.quality, s.id LIMIT (SELECT :limit * (way = 'source') FROM choice))
  UNION ALL
  SELECT * FROM (SELECT s.id, s.quality FROM samples AS s INDEXED BY samples_time
    WHERE s.quality IS NOT NULL
      AND s.processed_at >= :from AND s.processed_at < :to
      AND (:source IS NULL OR s.source = :source)
      AND (:run IS NULL OR coalesce(s.run, 0) = :run)
      AND s.quality >= :least AND s.quality < :most AND (s.quality, s.id) > (:quality, :id)
      AND (:finding IS NULL OR EXISTS (SELECT 1 FROM sample_findings AS x WHERE x.sample = s.id AND x.code = :finding))
      AND (:identity IS NULL OR s.identity = :identity)
      AND (:assessment IS NULL OR s.assessment = :assessment)
      AND (:text IS NULL OR instr(lower(s.path), lower(:text)) > 0)
    ORDER BY s.quality, s.id LIMIT (SELECT :limit * (way = 'time') FROM choice)))
SELECT s.id, s.run, s.key, s.path, s.source, s.identity, s.processed_at AS processedAt, s.taken_at AS takenAt,
  s.taken_at_zoned AS takenAtZoned, s.width, s.height, s.acquired, s.quality, s.assessment, s.findings,
  s.error_code AS errorCode
FROM (SELECT id, quality FROM page ORDER BY quality, id LIMIT :limit) AS p CROSS JOIN samples AS s ON s.id = p.id
ORDER BY s.quality, s.id
