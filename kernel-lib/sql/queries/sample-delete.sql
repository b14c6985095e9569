-- Deletes the sample :id; its embedding, thumbnail and findings go with it, and the roll-ups follow.
DELETE FROM samples WHERE id = :id
