-- What tells copies of a picture, of the samples whose ids the JSON array :ids has.
SELECT id, perceptual_hash AS perceptualHash, taken_at AS takenAt
FROM samples WHERE id IN (SELECT value FROM json_each(:ids))
