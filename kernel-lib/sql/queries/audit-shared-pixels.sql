-- Pairs of a picture of run :run and one of run :other with the same decoded pixels.
SELECT a.id AS id, a.path AS path, b.id AS other, b.path AS otherPath FROM samples AS a
JOIN samples AS b ON b.run = :other AND b.pixel_hash = a.pixel_hash
WHERE a.run = :run AND a.pixel_hash IS NOT NULL ORDER BY a.path, b.path
