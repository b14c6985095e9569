-- People whom the runs :run and :other both name, with their pictures in each, by name: :limit of them, after the name :after. Sooner
-- found where :run is the smaller one.
SELECT a.identity, a.pictures, (SELECT count(*) FROM samples WHERE run = :other AND identity = a.identity) AS others FROM (
  SELECT identity, count(*) AS pictures FROM samples WHERE run = :run AND identity IS NOT NULL
    AND identity > :after --? after
  GROUP BY identity) AS a
WHERE EXISTS (SELECT 1 FROM samples WHERE run = :other AND identity = a.identity)
ORDER BY a.identity LIMIT :limit
