-- Samples whose path is like :text (a pattern with \ before what is meant literally), at most :limit.
SELECT id FROM samples WHERE path IS NOT NULL AND path LIKE :text ESCAPE '\' LIMIT :limit
