-- Whom the pictures of run :run show, and how good they are, where somebody said so.
SELECT id, identity, quality FROM samples WHERE run = :run AND identity IS NOT NULL AND error_code IS NULL
