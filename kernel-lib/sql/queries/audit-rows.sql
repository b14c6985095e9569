-- The samples whose ids the JSON array :ids has, without their large values.
SELECT samples.* FROM samples WHERE id IN (SELECT value FROM json_each(:ids))
