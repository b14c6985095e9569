-- Deletes the sample :id; its embedding, thumbnail, findings and messages go with it, and the roll-ups follow. Whoever runs this has
-- set the pragmas foreign_keys and secure_delete, so that nothing stays behind in free pages.
DELETE FROM samples WHERE id = :id
