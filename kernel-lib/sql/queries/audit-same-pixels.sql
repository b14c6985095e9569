-- Pictures of run :run whose decoded pixels another one of it has too, those alike together: :limit groups, after the pixels :after.
SELECT id, path, pixel_hash AS pixelHash FROM samples
WHERE run = :run AND pixel_hash IN (
  SELECT pixel_hash FROM samples WHERE run = :run AND pixel_hash IS NOT NULL
    AND pixel_hash > :after --? after
  GROUP BY pixel_hash HAVING count(*) > 1 ORDER BY pixel_hash LIMIT :limit)
ORDER BY pixel_hash, path, id
