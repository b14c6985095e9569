-- Why pictures of run :run have no face or could not be processed, commonest first.
SELECT error_code AS code, count(*) AS pictures FROM samples
WHERE run = :run AND error_code IS NOT NULL GROUP BY error_code ORDER BY pictures DESC, code
