-- People whom the runs :run and :other both name, with their pictures in each.
SELECT a.identity, a.pictures, b.pictures AS others FROM
  (SELECT identity, count(*) AS pictures FROM samples WHERE run = :run AND identity IS NOT NULL GROUP BY identity) AS a JOIN
  (SELECT identity, count(*) AS pictures FROM samples WHERE run = :other AND identity IS NOT NULL GROUP BY identity) AS b
  ON b.identity = a.identity
ORDER BY a.identity
