-- Whose database is this, and of which schema? Looks at the first page only.
SELECT
  (SELECT user_version FROM pragma_user_version)     AS version,
  (SELECT application_id FROM pragma_application_id) AS application,
  (SELECT count(*) FROM sqlite_schema)               AS tables
