-- Samples of run :run without a quality that have the finding :finding.
SELECT count(*) AS pictures FROM sample_findings AS f CROSS JOIN samples AS s ON s.id = f.sample
WHERE f.code = :finding AND f.quality = -1 AND s.run = :run
