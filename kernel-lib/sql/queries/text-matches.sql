-- Samples whose path holds :text, whatever its case, at most :limit.
SELECT id FROM samples WHERE path IS NOT NULL AND instr(lower(path), lower(:text)) > 0 LIMIT :limit
