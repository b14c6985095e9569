-- Thresholds that running sessions apply instead of the store's, and where each has them from.
SELECT session, pid, host, model, key, value, origin FROM session_overrides ORDER BY started_at, session, key
