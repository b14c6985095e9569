-- How many samples show the person :identity, up to :limit.
SELECT count(*) AS pictures FROM (SELECT 1 FROM samples INDEXED BY samples_person WHERE identity = :identity LIMIT :limit)
