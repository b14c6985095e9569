-- The names, as a JSON array, and the number of the people of run :run with fewer than :fewer good pictures (quality ≥ :good): :limit.
SELECT json_group_array(identity) AS names, count(*) AS people FROM (
  SELECT identity FROM samples WHERE run = :run AND identity IS NOT NULL GROUP BY identity
  HAVING total(quality >= :good) < :fewer ORDER BY identity LIMIT :limit)
