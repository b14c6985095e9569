-- Thumbnails of the samples whose ids the JSON array :ids has.
SELECT sample AS id, picture FROM thumbnails WHERE sample IN (SELECT value FROM json_each(:ids))
