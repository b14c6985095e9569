-- Embeddings (float16) of the pictures of :identity in run :run; those of one network only can be compared.
SELECT e.vector, s.embedding_model AS model FROM samples AS s JOIN embeddings AS e ON e.sample = s.id
WHERE s.run = :run AND s.identity = :identity ORDER BY +s.id LIMIT :limit
