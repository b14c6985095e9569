-- Everything that is kept of the sample :id, but for the embedding and the thumbnail.
SELECT s.*, r.name AS run_name, EXISTS (SELECT 1 FROM thumbnails WHERE sample = s.id) AS has_thumbnail
FROM samples AS s LEFT JOIN runs AS r ON r.id = s.run WHERE s.id = :id
