-- Embedding network of the newest sample.
SELECT coalesce(recogniser, model) AS model FROM samples ORDER BY id DESC LIMIT 1
