-- Ids of the samples that were first processed longest ago, at most :limit.
SELECT id FROM samples ORDER BY processed_at, id LIMIT :limit
