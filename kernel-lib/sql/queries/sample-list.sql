-- A page of the samples that match. Lines that end in `-- if A, B` belong to the question only where all of these are wanted:
-- parameters that are given; the order (`worst` and `best` are `ranked` by quality, `newest` is by time, `came` as a run got them);
-- `unscored`: only those without a quality; and what is gone through: `by-quality`, `by-time`, `by-taken`, `by-run`, `by-person`,
-- `by-failed`, `by-came`, `by-run-failed` (an index),
-- `by-finding` (the samples that have it, worst first), `by-ids` (those of the JSON array :ids, in its order).
-- :at and :id are those of the last sample of the page before, :untilAt and :untilId those of the last that is looked at (`until`).
-- `border` finds the latter, what comes after :skipped others of what is gone through, in place of the `rows`. :root is the folder whose paths are told, with a closing slash; of others the name alone is looked through for :text
-- (a pattern with \ before what is meant literally).
WITH page AS MATERIALIZED (
  SELECT s.id, -- if in-samples
  SELECT f.sample AS id, -- if by-finding
  SELECT s.id, one.key AS at FROM json_each(:ids) AS one CROSS JOIN samples AS s ON s.id = one.value -- if by-ids
    s.quality AS at -- if ranked, in-samples
    f.quality AS at -- if ranked, by-finding
    s.id AS at -- if came
    s.processed_at AS at -- if newest, processed
    s.taken_at AS at -- if newest, taken
  FROM samples AS s INDEXED BY samples_quality -- if by-quality
  FROM samples AS s INDEXED BY samples_time -- if by-time
  FROM samples AS s INDEXED BY samples_taken -- if by-taken
  FROM samples AS s INDEXED BY samples_run -- if by-run
  FROM samples AS s INDEXED BY samples_person -- if by-person
  FROM samples AS s INDEXED BY samples_failed -- if by-failed
  FROM samples AS s INDEXED BY samples_run_came -- if by-came
  FROM samples AS s INDEXED BY samples_run_errors -- if by-run-failed
  FROM sample_findings AS f -- if by-finding
  CROSS JOIN samples AS s NOT INDEXED ON s.id = f.sample -- if by-finding, rows
  WHERE true
    AND f.code = :finding -- if by-finding
    AND f.quality >= :at -- if by-finding, worst, after
    AND f.quality <= :at -- if by-finding, best, after
    AND f.quality <= :untilAt -- if by-finding, worst, until
    AND f.quality >= :untilAt -- if by-finding, best, until
    AND f.quality >= :least -- if by-finding, least
    AND f.quality < :most -- if by-finding, most
    AND f.quality >= 0 -- if by-finding, ranked
    AND s.quality IS NOT NULL -- if ranked, in-samples
    AND s.quality IS NULL -- if unscored
    AND s.error_code IS NOT NULL -- if unscored
    AND s.error_code IS NOT NULL -- if by-failed
    AND s.error_code IS NOT NULL -- if by-run-failed
    AND s.quality >= :least -- if least, in-samples
    AND s.quality >= :least -- if least, by-finding, rows
    AND s.quality < :most -- if most, in-samples
    AND s.quality < :most -- if most, by-finding, rows
    AND s.processed_at >= :from AND s.processed_at < :to -- if processed
    AND s.taken_at >= :firstTaken AND s.taken_at < :lastTaken -- if taken
    AND CASE s.taken_at_zoned WHEN 1 THEN s.taken_at >= :from AND s.taken_at < :to ELSE s.taken_at >= :wallFrom AND s.taken_at < :wallTo END -- if taken
    AND s.source = :source -- if source
    AND s.run = :run -- if run
    AND s.run IS NULL -- if no-run
    AND s.identity = :identity -- if identity
    AND EXISTS (SELECT 1 FROM sample_findings WHERE sample = s.id AND code = :finding) -- if finding, in-samples
    AND coalesce(s.assessment, 'failed') IN (SELECT value FROM json_each(:assessment)) -- if assessment
    AND NOT EXISTS (SELECT 1 FROM json_each(:tags) AS t WHERE NOT EXISTS (SELECT 1 FROM json_each(s.tags) AS own WHERE own.key = t.key AND CAST(own.value AS TEXT) = CAST(t.value AS TEXT))) -- if tags
    AND s.path LIKE :text ESCAPE '\' -- if text
    AND CASE WHEN substr(s.path, 1, length(:root)) = :root THEN substr(s.path, length(:root) + 1) ELSE replace(s.path, rtrim(s.path, replace(s.path, '/', '')), '') END LIKE :text ESCAPE '\' -- if text
    AND (s.quality, s.id) > (:at, :id) -- if worst, in-samples, after
    AND (f.quality, f.sample) > (:at, :id) -- if worst, by-finding, after
    AND (s.quality, s.id) < (:at, :id) -- if best, in-samples, after
    AND (f.quality, f.sample) < (:at, :id) -- if best, by-finding, after
    AND (s.processed_at, s.id) < (:at, :id) -- if newest, processed, after
    AND (s.taken_at, s.id) < (:at, :id) -- if newest, taken, after
    AND s.id > :id -- if came, after
    AND s.id <= :untilId -- if came, until
    AND (s.quality, s.id) <= (:untilAt, :untilId) -- if worst, in-samples, until
    AND (f.quality, f.sample) <= (:untilAt, :untilId) -- if worst, by-finding, until
    AND (s.quality, s.id) >= (:untilAt, :untilId) -- if best, in-samples, until
    AND (f.quality, f.sample) >= (:untilAt, :untilId) -- if best, by-finding, until
  ORDER BY f.quality, f.sample -- if worst, by-finding
  ORDER BY f.quality DESC, f.sample DESC -- if best, by-finding
  ORDER BY s.quality, s.id -- if worst, in-samples
  ORDER BY s.quality DESC, s.id DESC -- if best, in-samples
  ORDER BY s.id -- if came
  ORDER BY s.processed_at DESC, s.id DESC -- if newest, processed, rows
  ORDER BY s.processed_at DESC -- if newest, processed, border
  ORDER BY s.taken_at DESC, s.id DESC -- if newest, taken, rows
  ORDER BY s.taken_at DESC -- if newest, taken, border
  LIMIT :limit
  OFFSET :skipped -- if border
  )
SELECT s.id, page.at, s.path, s.path_raw IS NOT NULL AS odd, s.key, s.source, s.run, s.identity, s.quality, s.assessment, s.findings,
  s.error_code AS errorCode, s.processed_at AS processedAt, s.taken_at AS takenAt, s.last_processed_at AS lastProcessedAt, s.sha256,
  s.width, s.height, EXISTS (SELECT 1 FROM thumbnails WHERE sample = s.id) AS hasThumbnail
FROM page JOIN samples AS s ON s.id = page.id
ORDER BY page.at, s.id -- if worst
ORDER BY page.at DESC, s.id DESC -- if best
ORDER BY page.at DESC, s.id DESC -- if newest
ORDER BY s.id -- if came
ORDER BY page.at -- if by-ids
