-- Paths, people and qualities of the samples whose ids the JSON array :ids has.
SELECT id, path, key, identity, source, quality, error_code AS errorCode FROM samples WHERE id IN (SELECT value FROM json_each(:ids))
