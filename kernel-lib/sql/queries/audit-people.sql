-- How many people run :run names; :fewer: those of them with fewer good pictures (quality ≥ :good).
SELECT count(*) AS people FROM (
  SELECT 1 FROM samples WHERE run = :run AND identity IS NOT NULL GROUP BY identity
  HAVING total(quality >= :good) < :fewer --? good fewer
)
