-- Pairs of a picture of run :run and one of run :other with the same decoded pixels, those alike together: of :limit such pixels, after
-- the pixels :after. Sooner found where :run is the smaller one.
WITH shared AS MATERIALIZED (
  SELECT DISTINCT pixel_hash FROM samples AS a WHERE run = :run AND pixel_hash IS NOT NULL
    AND pixel_hash > :after --? after
    AND EXISTS (SELECT 1 FROM samples WHERE run = :other AND pixel_hash = a.pixel_hash)
  ORDER BY pixel_hash LIMIT :limit)
SELECT a.id AS id, a.path AS path, b.id AS other, b.path AS otherPath, a.pixel_hash AS pixelHash FROM shared
CROSS JOIN samples AS a ON a.run = :run AND a.pixel_hash = shared.pixel_hash
CROSS JOIN samples AS b ON b.run = :other AND b.pixel_hash = shared.pixel_hash
ORDER BY shared.pixel_hash, a.path, b.path, a.id, b.id
