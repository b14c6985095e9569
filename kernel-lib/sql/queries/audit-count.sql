-- How many samples of run :run there are; parameters as in audit-samples.
SELECT count(*) AS pictures FROM samples
WHERE run = :run
  AND quality IS NOT NULL --? byQuality
  AND quality >= :from --? from
  AND quality < :below --? below
  AND (quality >= :reviewFrom AND quality < :reviewBelow OR quality IS NULL AND error_code IS NULL) --? reviewFrom reviewBelow
  AND source = :source --? source
  AND identity = :identity --? identity
  AND id IN (SELECT sample FROM sample_findings WHERE code = :finding) --? finding
  AND error_code = 'NO_FACE' --? noFace
  AND error_code IS NOT NULL AND error_code <> 'NO_FACE' --? failed
  AND id IN (SELECT id FROM samples WHERE path IS NOT NULL AND instr(lower(path), lower(:text)) > 0 --? text
    UNION ALL SELECT id FROM samples WHERE run = :run AND error_code IS NOT NULL AND path IS NULL AND instr(lower(key), lower(:text)) > 0) --? text
  AND NOT EXISTS (SELECT 1 FROM json_each(:tags) AS t WHERE NOT EXISTS (SELECT 1 FROM json_each(samples.tags) AS own WHERE own.key = t.key AND CAST(own.value AS TEXT) = CAST(t.value AS TEXT))) --? tags
