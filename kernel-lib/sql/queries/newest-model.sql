-- The embedding network of the newest sample that has one. Similarity thresholds belong to it.
SELECT embedding_model AS model FROM samples WHERE embedding_model IS NOT NULL ORDER BY id DESC LIMIT 1
