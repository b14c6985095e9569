-- Pictures of run :run whose decoded pixels another one of it has too, those alike together.
SELECT id, path, pixel_hash AS pixelHash FROM samples
WHERE run = :run AND pixel_hash IN (
  SELECT pixel_hash FROM samples WHERE run = :run AND pixel_hash IS NOT NULL GROUP BY pixel_hash HAVING count(*) > 1)
ORDER BY pixel_hash, path, id
