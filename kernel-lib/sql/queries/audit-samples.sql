-- Ids of samples of run :run, a page of :limit, by :sort: 'worst' and 'best' (those with a quality), else in the order they came in.
-- Every other parameter may be left out (see the rule of `--?` in the store): :from ≤ quality < :below, :reviewFrom and :reviewBelow
-- (likewise, or a face without a quality), :source, :identity, :finding (a code), :noFace (1), :failed (1), :text (in the path,
-- whatever its case), :tags (a JSON object whose values it has). The next page begins after sample :after with quality
-- :afterQuality; or :offset samples are left out.
-- Where much of a run is meant, going through it in its order is sooner done than picking out and sorting: :throughFrom, :throughBelow
-- and :throughFinding are then given in place of :from, :below and :finding; where little is, :picked (1) says so.
SELECT id FROM samples
WHERE run = :run
  AND quality IS NOT NULL --? byQuality
  AND quality >= :from --? from
  AND quality < :below --? below
  AND +quality >= :throughFrom --? throughFrom
  AND +quality < :throughBelow --? throughBelow
  AND (quality >= :reviewFrom AND quality < :reviewBelow OR quality IS NULL AND error_code IS NULL) --? reviewFrom reviewBelow
  AND source = :source --? source
  AND identity = :identity --? identity
  AND id IN (SELECT sample FROM sample_findings WHERE code = :finding) --? finding
  AND EXISTS (SELECT 1 FROM sample_findings WHERE sample = samples.id AND code = :throughFinding) --? throughFinding
  AND error_code = 'NO_FACE' --? noFace
  AND error_code IS NOT NULL AND error_code <> 'NO_FACE' --? failed
  AND id IN (SELECT id FROM samples WHERE path IS NOT NULL AND instr(lower(path), lower(:text)) > 0 --? text
    UNION ALL SELECT id FROM samples WHERE run = :run AND error_code IS NOT NULL AND path IS NULL AND instr(lower(key), lower(:text)) > 0) --? text
  AND NOT EXISTS (SELECT 1 FROM json_each(:tags) AS t WHERE NOT EXISTS (SELECT 1 FROM json_each(samples.tags) AS own WHERE own.key = t.key AND CAST(own.value AS TEXT) = CAST(t.value AS TEXT))) --? tags
  AND (quality, id) > (:afterQuality, :after) --? worst afterQuality
  AND (quality, id) < (:afterQuality, :after) --? best afterQuality
  AND id > :after --? came after
ORDER BY quality, id --? worst
ORDER BY quality DESC, id DESC --? best
ORDER BY id --? came through
ORDER BY +id --? came picked
LIMIT :limit
OFFSET :offset --? offset
