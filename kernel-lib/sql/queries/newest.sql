-- The newest sample: touches the newest pages, so that a file cut short shows at once. Reads no more than two of them.
SELECT (SELECT max(id) FROM samples) AS id, (SELECT max(processed_at) FROM samples) AS processed_at
