-- The aligned crop of the sample :id, WebP, and what tells whether it has become another.
SELECT t.picture, s.sha256, s.last_processed_at FROM thumbnails AS t JOIN samples AS s ON s.id = t.sample WHERE t.sample = :id
