-- Everything that is kept of the sample :id, but for the embedding and the thumbnail; the half-range of the colours of its map, where
-- that is known of the network.
SELECT s.*, r.name AS run_name, EXISTS (SELECT 1 FROM thumbnails WHERE sample = s.id) AS has_thumbnail,
  (SELECT value FROM manifest_policy WHERE model = '*' AND key = 'mapScale:' || s.model) AS map_scale
FROM samples AS s LEFT JOIN runs AS r ON r.id = s.run WHERE s.id = :id
