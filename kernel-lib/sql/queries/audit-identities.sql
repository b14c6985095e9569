-- The people of run :run, by name: pictures (with a quality), how many of them are good (quality ≥ :good), mean quality, and the best one.
-- :identity: this one alone; :fewer: those with fewer good ones.
SELECT identity, count(*) AS pictures, count(quality) AS scored, total(quality >= :good) AS good, avg(quality) AS meanQuality,
  max(quality) AS bestQuality, id AS best
FROM samples
WHERE run = :run AND identity IS NOT NULL
  AND identity = :identity --? identity
GROUP BY identity
HAVING total(quality >= :good) < :fewer --? fewer
ORDER BY identity
