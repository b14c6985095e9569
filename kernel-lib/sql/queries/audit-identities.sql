-- The people of run :run, by name: pictures, how many of them are good (quality ≥ :good), mean quality, and the best one.
-- :fewer: those with fewer good ones; :names: these alone (a JSON array); :after: names after this one; :limit of them.
SELECT identity, count(*) AS pictures, total(quality >= :good) AS good, avg(quality) AS meanQuality,
  max(quality) AS bestQuality, id AS best
FROM samples
WHERE run = :run AND identity IS NOT NULL
  AND identity IN (SELECT value FROM json_each(:names)) --? names
  AND identity > :after --? after
GROUP BY identity
HAVING total(quality >= :good) < :fewer --? fewer
ORDER BY identity LIMIT :limit
