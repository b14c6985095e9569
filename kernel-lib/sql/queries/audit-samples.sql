-- Ids of samples of run :run, by :sort: 'worst' and 'best' (those with a quality), else in the order they came in ('came'): as rows, a
-- page of :limit, or all of them as one JSON array (:all), or their number (:counted).
-- Every other parameter may be left out (see the rule of `--?` in the store): :from ≤ quality < :below, :reviewFrom and :reviewBelow
-- (likewise, or a face without a quality), :source, :identity, :finding (a code), :noFace (1), :failed (1), :text (a pattern of LIKE for
-- the path), :tags (a JSON object whose values it has; :tagHint: what stands in the text of such tags anyway). The next page begins after
-- sample :after with quality :afterQuality; or :offset samples are left out; none comes after :untilId or beyond :untilQuality.
-- Where much of a run is meant, going through it in its order is sooner done than picking out and sorting: :throughFrom, :throughBelow
-- and :throughFinding are then given in place of :from, :below and :finding; where little is, :picked (1) says so. A sort by quality is
-- :ordered (1), by an index, or :sorted (1). Of a text :listed (1)
-- says that few paths have it, :ranked (1) that there is a sort by quality, which the index of qualities knows paths for (:byPaths),
-- :each (1) that the path of each picture is looked at; :byRun (1) goes through the run.
SELECT json_group_array(id) AS ids FROM ( --? all
SELECT count(*) AS pictures FROM ( --? counted
SELECT id FROM samples
INDEXED BY samples_quality --? byPaths
INDEXED BY samples_run_came --? byRun
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
  AND id IN (SELECT id FROM samples WHERE path IS NOT NULL AND path LIKE :text ESCAPE '\' --? text listed
    UNION ALL SELECT id FROM samples WHERE run = :run AND error_code IS NOT NULL AND path IS NULL AND key LIKE :text ESCAPE '\') --? text listed
  AND path LIKE :text ESCAPE '\' --? text ranked
  AND (path LIKE :text ESCAPE '\' OR path IS NULL AND error_code IS NOT NULL AND key LIKE :text ESCAPE '\') --? text each
  AND instr(tags, :tagHint) > 0 --? tagHint
  AND NOT EXISTS (SELECT 1 FROM json_each(:tags) AS t WHERE NOT EXISTS (SELECT 1 FROM json_each(samples.tags) AS own WHERE own.key = t.key AND CAST(own.value AS TEXT) = CAST(t.value AS TEXT))) --? tags
  AND (quality, id) > (:afterQuality, :after) --? worst afterQuality
  AND (quality, id) < (:afterQuality, :after) --? best afterQuality
  AND id > :after --? came after
  AND quality <= :untilQuality --? worst untilQuality
  AND quality >= :untilQuality --? best untilQuality
  AND id <= :untilId --? came untilId
ORDER BY quality, id --? worst ordered
ORDER BY quality DESC, id DESC --? best ordered
ORDER BY +quality, id --? worst sorted
ORDER BY id --? came through
ORDER BY +id --? came picked
LIMIT :limit
OFFSET :offset --? offset
) --? all
) --? counted
