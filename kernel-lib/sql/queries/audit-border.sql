-- The sample of run :run, by :sort as in audit-samples, that comes after :skipped others with a quality :from ≤ quality < :below.
SELECT id, quality FROM samples WHERE run = :run
  AND quality IS NOT NULL --? worst
  AND quality IS NOT NULL --? best
  AND quality >= :from --? worst from
  AND quality < :below --? best below
ORDER BY quality, id --? worst
ORDER BY quality DESC, id DESC --? best
ORDER BY id --? came
LIMIT 1 OFFSET :skipped
