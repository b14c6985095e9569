-- The record as version 0.1.0 made it. A step that was released is never edited again; a change is a new step.
CREATE TABLE runs (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'aborted', 'failed')),
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  model       TEXT,
  options     TEXT NOT NULL
);

CREATE TABLE samples (
  id              INTEGER PRIMARY KEY,
  run             INTEGER REFERENCES runs (id) ON DELETE CASCADE,
  path            TEXT NOT NULL,
  sha256          TEXT,
  source          TEXT NOT NULL,
  taken_at        INTEGER,
  processed_at    INTEGER NOT NULL,
  width           INTEGER,
  height          INTEGER,
  acquired        INTEGER NOT NULL CHECK (acquired IN (0, 1)),
  faces           INTEGER,
  box_x           REAL,
  box_y           REAL,
  box_width       REAL,
  box_height      REAL,
  landmarks       TEXT,
  detection_score REAL,
  quality         REAL CHECK (quality BETWEEN 0 AND 1),
  raw_quality     REAL,
  log_quality     REAL,
  quality_map     TEXT,
  quality_bias    REAL,
  components      TEXT,
  assessment      TEXT,
  warnings        TEXT NOT NULL,
  error_code      TEXT,
  error_message   TEXT,
  elapsed_ms      REAL,
  model           TEXT NOT NULL,
  device          TEXT,
  embedding       BLOB,
  thumbnail       BLOB,
  -- What makes two rows the same sample. Outside a run: same picture, same model, same UTC day; in a run: same file.
  identity        TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN run IS NULL
      THEN 'day ' || (processed_at / 86400000) || ' ' || model || ' ' || coalesce(sha256, path)
      ELSE 'run ' || run || ' ' || coalesce(sha256, '') || ' ' || path
    END) VIRTUAL
);
CREATE UNIQUE INDEX samples_identity ON samples (identity);
CREATE INDEX samples_dashboard ON samples (processed_at, source, quality, error_code);
CREATE INDEX samples_run ON samples (run) WHERE run IS NOT NULL;

-- The policy set for this store (origin 'store'); empty until somebody sets it.
CREATE TABLE policy (
  key        TEXT PRIMARY KEY,
  value      REAL,
  changed_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The policy the latest session had in force, with origins, so that a reader that knows neither its call options nor its
-- environment shows the thresholds that were really applied.
CREATE TABLE session_policy (
  key      TEXT PRIMARY KEY,
  value    REAL,
  origin   TEXT NOT NULL,
  noted_at INTEGER NOT NULL
) WITHOUT ROWID;

-- call, environment and config are stronger than the store, manifest and built-in weaker.
CREATE VIEW policy_in_force AS
  WITH built_in (key, value) AS (VALUES
    ('similarityMatch', 0.45), ('similarityReview', 0.35),
    ('qualityTrust', 0.6), ('qualityReject', 0.4), ('autoRejectBelow', NULL)),
  candidates (key, value, origin, strength) AS (
    SELECT key, value, origin, CASE WHEN origin IN ('call', 'environment', 'config') THEN 3 ELSE 1 END
      FROM session_policy WHERE origin IN ('call', 'environment', 'config', 'manifest')
    UNION ALL SELECT key, value, 'store', 2 FROM policy
    UNION ALL SELECT key, value, 'built-in', 0 FROM built_in)
  SELECT key, value, origin FROM candidates AS c
    WHERE strength = (SELECT max(strength) FROM candidates WHERE key = c.key);

CREATE VIEW pictures AS
  SELECT processed_at, source, quality, error_code IS NOT NULL AS failed FROM samples;

CREATE VIEW quarter_hours AS
  SELECT
    processed_at / 900000 * 900000 AS start,
    source,
    count(*)                       AS pictures,
    count(quality)                 AS scored,
    total(quality)                 AS quality_sum,
    coalesce(sum(quality < (SELECT value FROM policy_in_force WHERE key = 'qualityReject')), 0) AS low,
    sum(failed)                    AS failures
  FROM pictures GROUP BY 1, 2;
