-- One policy with a history, a record that holds, and roll-ups that count a million pictures in milliseconds.
-- Times are UTC ms. Booleans are 0 and 1. Lists of codes are JSON arrays. `run` 0 in a roll-up means "outside any run".

-- ── runs ────────────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE runs ADD COLUMN recogniser   TEXT;
-- Who works on it: without a heartbeat for 30 s its owner is gone, see `run_states`. So is one whose heartbeat is in future: the clock
-- was set back, and who lives beats by the new one.
ALTER TABLE runs ADD COLUMN owner_pid    INTEGER;
ALTER TABLE runs ADD COLUMN owner_host   TEXT;
ALTER TABLE runs ADD COLUMN heartbeat_at INTEGER;
-- Pictures it will have when done; null while that is not known.
ALTER TABLE runs ADD COLUMN total        INTEGER;
-- Where to go on: whatever its owner makes of it.
ALTER TABLE runs ADD COLUMN cursor       TEXT;
-- Whatever was running under version 0.1.0 has no owner that could say so.
UPDATE runs SET heartbeat_at = started_at WHERE state = 'running';
CREATE INDEX runs_name ON runs (name, id);

-- ── samples ─────────────────────────────────────────────────────────────────────────────────────────────────────────
DROP VIEW quarter_hours;
DROP VIEW pictures;
DROP VIEW policy_in_force;
DROP INDEX samples_identity;
DROP INDEX samples_dashboard;
DROP INDEX samples_run;
ALTER TABLE samples RENAME TO samples_1;

CREATE TABLE samples (
  id                INTEGER PRIMARY KEY,
  run               INTEGER REFERENCES runs (id) ON DELETE CASCADE,
  key               TEXT,
  path              TEXT,
  path_raw          BLOB,
  source            TEXT NOT NULL,
  identity          TEXT,
  tags              TEXT,
  file_size         INTEGER,
  file_mtime        INTEGER,
  sha256            TEXT,
  pixel_hash        TEXT,
  perceptual_hash   TEXT,
  camera            TEXT,
  taken_at          INTEGER,
  taken_at_zoned    INTEGER,
  processed_at      INTEGER NOT NULL,
  last_processed_at INTEGER NOT NULL,
  times             INTEGER NOT NULL DEFAULT 1,
  day               TEXT NOT NULL,
  width             INTEGER,
  height            INTEGER,
  acquired          INTEGER NOT NULL CHECK (acquired IN (0, 1)),
  faces             INTEGER,
  box_x             REAL,
  box_y             REAL,
  box_width         REAL,
  box_height        REAL,
  landmarks         TEXT,
  detection_score   REAL,
  quality           REAL CHECK (quality BETWEEN 0 AND 1),
  raw_quality       REAL,
  log_quality       REAL,
  quality_map       TEXT,
  quality_bias      REAL,
  components        TEXT,
  causes            TEXT,
  assessment        TEXT,
  findings          TEXT NOT NULL DEFAULT '[]',
  advice            TEXT NOT NULL DEFAULT '[]',
  warnings          TEXT NOT NULL DEFAULT '[]',
  error_code        TEXT,
  error_message     TEXT,
  elapsed_ms        REAL,
  decode_ms         REAL,
  detect_ms         REAL,
  align_ms          REAL,
  recognise_ms      REAL,
  components_ms     REAL,
  elapsed_bin       INTEGER,
  model             TEXT NOT NULL,
  recogniser        TEXT,
  embedding_model   TEXT,
  embedding_size    INTEGER,
  policy_version    INTEGER,
  device            TEXT,

  quarter     INTEGER GENERATED ALWAYS AS (processed_at / 900000 * 900000) VIRTUAL,
  -- Number of thresholds k/1000 that the quality reaches: quality < k/1000 exactly where quality_bin < k. The two
  -- comparisons mend what rounding does to quality × 1000.
  quality_bin INTEGER GENERATED ALWAYS AS (
    CAST(quality * 1000 AS INTEGER)
    + (quality >= (CAST(quality * 1000 AS INTEGER) + 1) / 1000.0)
    - (quality < CAST(quality * 1000 AS INTEGER) / 1000.0)) VIRTUAL,
  -- Hours since 1970, before it too: hence the summand, which is whole hours.
  taken_hour  INTEGER GENERATED ALWAYS AS ((taken_at + 36000000000000000) / 3600000 - 10000000000) VIRTUAL,
  -- What makes two rows the same sample. In a run: the path (or the caller's key). Outside a run: picture (path and hash),
  -- model and recogniser on one day of the machine's time zone. What has neither is a row of its own (null).
  uniqueness  TEXT GENERATED ALWAYS AS (CASE
    WHEN run IS NOT NULL THEN 'run ' || run || char(31) || coalesce('raw ' || nullif(hex(path_raw), ''), 'path ' || path, 'key ' || key)
    WHEN path IS NOT NULL OR sha256 IS NOT NULL THEN
      'day ' || day || char(31) || model || char(31) || coalesce(recogniser, '') || char(31) || coalesce(sha256, '')
      || char(31) || coalesce(nullif(hex(path_raw), ''), path, '')
  END) VIRTUAL
);
CREATE UNIQUE INDEX samples_uniqueness ON samples (uniqueness) WHERE uniqueness IS NOT NULL;
-- Those of a time, newest first or summed, and by quality: gone through in order, for those of a time, source or run, for an
-- assessment or a part of a path, without reading the samples.
CREATE INDEX samples_time    ON samples (processed_at, source, run, quality, error_code, assessment, path);
CREATE INDEX samples_quality ON samples (quality, id, processed_at, source, run, taken_at, taken_at_zoned, assessment, path) WHERE quality IS NOT NULL;
CREATE INDEX samples_taken   ON samples (taken_at, taken_at_zoned, source, run, quality) WHERE taken_at IS NOT NULL;
-- Looked through for a part of a path, without reading the samples.
CREATE INDEX samples_path    ON samples (path) WHERE path IS NOT NULL;
CREATE INDEX samples_run     ON samples (run, quality, id) WHERE run IS NOT NULL;
-- A run in the order it came in.
CREATE INDEX samples_run_came ON samples (run) WHERE run IS NOT NULL;
-- What an audit asks of its run: by source, whom it shows, what has the same pixels, what failed.
CREATE INDEX samples_run_source   ON samples (run, source, quality, id) WHERE run IS NOT NULL;
CREATE INDEX samples_run_identity ON samples (run, identity, quality, id) WHERE run IS NOT NULL AND identity IS NOT NULL;
CREATE INDEX samples_run_pixels   ON samples (run, pixel_hash) WHERE run IS NOT NULL AND pixel_hash IS NOT NULL;
CREATE INDEX samples_run_errors   ON samples (run, error_code, id) WHERE run IS NOT NULL AND error_code IS NOT NULL;
CREATE INDEX samples_source  ON samples (source, processed_at, run, quality);
CREATE INDEX samples_person  ON samples (identity, quality, id) WHERE identity IS NOT NULL;
CREATE INDEX samples_failed  ON samples (processed_at) WHERE error_code IS NOT NULL;
CREATE INDEX samples_hash    ON samples (sha256) WHERE sha256 IS NOT NULL;

-- Large values lie apart, so that looking through samples does not read them, and reading all embeddings reads nothing else.
CREATE TABLE embeddings (
  sample INTEGER PRIMARY KEY REFERENCES samples (id) ON DELETE CASCADE,
  -- float16, little-endian
  vector BLOB NOT NULL
);
CREATE TABLE thumbnails (
  sample INTEGER PRIMARY KEY REFERENCES samples (id) ON DELETE CASCADE,
  -- WebP
  picture BLOB NOT NULL
);

-- What is to be told to somebody else, written in the transaction of the sample it tells of.
CREATE TABLE outbox (
  id         INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  sample     INTEGER REFERENCES samples (id) ON DELETE SET NULL,
  topic      TEXT NOT NULL,
  body       TEXT NOT NULL,
  state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  created_at INTEGER NOT NULL,
  next_at    INTEGER NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
);
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_sample  ON outbox (sample) WHERE sample IS NOT NULL;

-- What is told of a sample tells of a person: it goes with it.
CREATE TRIGGER samples_forgotten BEFORE DELETE ON samples BEGIN
  DELETE FROM outbox WHERE sample = OLD.id;
END;

-- ── policy ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Append-only. `model` is an embedding network, or * for every one; a null value unsets. Rows set together share `change`;
-- a row that takes a change back names it.
CREATE TABLE policy_history (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  change INTEGER NOT NULL,
  undoes INTEGER,
  model  TEXT NOT NULL,
  key    TEXT NOT NULL,
  value  REAL,
  author TEXT NOT NULL CHECK (author IN ('kernel', 'cli', 'sidebar')),
  at     INTEGER NOT NULL,
  note   TEXT
);
CREATE INDEX policy_history_key ON policy_history (model, key, id);
INSERT INTO policy_history (change, model, key, value, author, at, note)
  SELECT 1, '*', key, value, 'kernel', changed_at, 'set under version 0.1.0' FROM policy;
DROP TABLE policy;
DROP TABLE session_policy;

-- What the manifests of the networks used here say: weaker than the store, stronger than built-in.
CREATE TABLE manifest_policy (
  model    TEXT NOT NULL,
  key      TEXT NOT NULL,
  value    REAL NOT NULL,
  noted_at INTEGER NOT NULL,
  PRIMARY KEY (model, key)
) WITHOUT ROWID;

-- Sessions that were given thresholds by call, environment or file. They hold for these sessions alone and never outlive
-- them: one without a heartbeat for 30 s is gone.
CREATE TABLE sessions (
  id           TEXT PRIMARY KEY,
  pid          INTEGER NOT NULL,
  host         TEXT NOT NULL,
  model        TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE session_policy (
  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  key     TEXT NOT NULL,
  value   REAL,
  origin  TEXT NOT NULL CHECK (origin IN ('call', 'environment', 'config')),
  PRIMARY KEY (session, key)
) WITHOUT ROWID;

CREATE TABLE policy_keys (
  key      TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  built_in REAL,
  least    REAL NOT NULL,
  most     REAL NOT NULL,
  -- Thresholds that must not contradict each other.
  family   TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO policy_keys VALUES
  ('similarityMatch', 1, 0.45, -1, 1, 'similarity'),
  ('similarityReview', 2, 0.35, -1, 1, 'similarity'),
  ('qualityTrust', 3, 0.6, 0, 1, 'quality'),
  ('qualityReject', 4, 0.4, 0, 1, 'quality'),
  ('autoRejectBelow', 5, NULL, 0, 1, 'quality');

-- The newest row of each threshold, unset ones included.
CREATE VIEW policy_latest AS
  SELECT * FROM policy_history AS h
  WHERE id = (SELECT max(id) FROM policy_history WHERE model = h.model AND key = h.key);

CREATE VIEW policy_models AS
  SELECT '*' AS model UNION SELECT model FROM policy_history UNION SELECT model FROM manifest_policy;

-- Everything that could be in force, strongest first; what is out of range is nonsense and no candidate.
CREATE VIEW policy_candidates AS
  SELECT m.model, k.key, k.family, l.value, 'store' AS origin, CASE l.model WHEN '*' THEN 3 ELSE 4 END AS strength
    FROM policy_models AS m JOIN policy_keys AS k
    JOIN policy_latest AS l ON l.key = k.key AND l.model IN (m.model, '*')
    WHERE l.value BETWEEN k.least AND k.most
  UNION ALL
  SELECT m.model, m.key, k.family, m.value, 'manifest', 2
    FROM manifest_policy AS m JOIN policy_keys AS k ON k.key = m.key
    WHERE m.value BETWEEN k.least AND k.most
  UNION ALL
  SELECT m.model, k.key, k.family, k.built_in, 'built-in', 1 FROM policy_models AS m JOIN policy_keys AS k;

CREATE VIEW policy_strongest AS
  SELECT model, key, family, value, origin, max(strength) AS strength FROM policy_candidates GROUP BY model, key;

-- Families in which the store's values make the thresholds contradict each other.
CREATE VIEW policy_contradictions AS
  WITH p AS (
    SELECT model,
      max(CASE key WHEN 'similarityMatch' THEN value END)  AS match,
      max(CASE key WHEN 'similarityReview' THEN value END) AS review,
      max(CASE key WHEN 'qualityTrust' THEN value END)     AS trust,
      max(CASE key WHEN 'qualityReject' THEN value END)    AS reject,
      max(CASE key WHEN 'autoRejectBelow' THEN value END)  AS auto
    FROM policy_strongest GROUP BY model)
  SELECT model, 'similarity' AS family FROM p WHERE review > match
  UNION ALL SELECT model, 'quality' FROM p WHERE reject > trust OR auto > reject;

-- Each threshold as readers of the store apply it: store > manifest > built-in. Values of the store that contradict each
-- other are ignored together. Quality thresholds are multiples of .001, the width of the bins pictures are counted in.
CREATE VIEW policy_in_force AS
  SELECT c.model, c.key,
    CASE c.family WHEN 'quality' THEN round(c.value, 3) ELSE c.value END AS value,
    c.origin
  FROM (
    SELECT model, key, family, value, origin, max(strength) AS strength FROM policy_candidates AS a
    WHERE origin <> 'store'
      OR NOT EXISTS (SELECT 1 FROM policy_contradictions AS x WHERE x.model = a.model AND x.family = a.family)
    GROUP BY model, key) AS c
  JOIN policy_keys AS k ON k.key = c.key
  ORDER BY c.model, k.position;

-- Values set in the store that are not applied, because they are impossible or contradict each other.
CREATE VIEW policy_ignored AS
  SELECT l.model, l.key, l.value FROM policy_latest AS l
  LEFT JOIN policy_keys AS k ON k.key = l.key
  WHERE l.value IS NOT NULL AND (
    k.key IS NULL OR l.value NOT BETWEEN k.least AND k.most
    OR EXISTS (SELECT 1 FROM policy_contradictions AS x
               WHERE x.family = k.family AND (x.model = l.model OR l.model = '*')));

-- From here on nobody can write nonsense, whatever the language.
CREATE TRIGGER policy_history_checked BEFORE INSERT ON policy_history
  WHEN NEW.value IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM policy_keys WHERE key = NEW.key AND NEW.value BETWEEN least AND most)
  BEGIN SELECT RAISE(ABORT, 'policy: unknown threshold or value out of range'); END;
CREATE TRIGGER policy_history_kept BEFORE UPDATE ON policy_history
  BEGIN SELECT RAISE(ABORT, 'policy: the history is append-only'); END;
CREATE TRIGGER policy_history_not_deleted BEFORE DELETE ON policy_history
  BEGIN SELECT RAISE(ABORT, 'policy: the history is append-only'); END;

-- ── roll-ups, kept by the triggers below ────────────────────────────────────────────────────────────────────────────
-- Every time zone's day consists of whole quarter-hours, so any reader's day is a sum of these. Days here are days of UTC
-- (of 86,400,000 ms): a long stretch is whole days and two ragged ends. What has no source in its key is there so that
-- counting everything takes no longer where there are thousands of sources (folders).
-- `low`: quality < qualityReject as it is in force for readers of the store (`counting`).
CREATE TABLE quarter_totals (
  quarter      INTEGER NOT NULL,
  run          INTEGER NOT NULL,
  pictures     INTEGER NOT NULL,
  scored       INTEGER NOT NULL,
  quality_sum  REAL NOT NULL,
  low          INTEGER NOT NULL,
  not_acquired INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  PRIMARY KEY (quarter, run)
) WITHOUT ROWID;
CREATE TABLE quarter_sums (
  quarter      INTEGER NOT NULL,
  source       TEXT NOT NULL,
  run          INTEGER NOT NULL,
  pictures     INTEGER NOT NULL,
  scored       INTEGER NOT NULL,
  quality_sum  REAL NOT NULL,
  low          INTEGER NOT NULL,
  not_acquired INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  PRIMARY KEY (quarter, source, run)
) WITHOUT ROWID;
CREATE TABLE day_sums (
  source       TEXT NOT NULL,
  day          INTEGER NOT NULL,
  run          INTEGER NOT NULL,
  pictures     INTEGER NOT NULL,
  scored       INTEGER NOT NULL,
  quality_sum  REAL NOT NULL,
  low          INTEGER NOT NULL,
  not_acquired INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  PRIMARY KEY (source, day, run)
) WITHOUT ROWID;
CREATE INDEX quarter_totals_run ON quarter_totals (run, quarter);
-- Hours of UTC (of 3,600,000 ms), for long stretches source by source.
CREATE TABLE hour_sums (
  hour         INTEGER NOT NULL,
  source       TEXT NOT NULL,
  run          INTEGER NOT NULL,
  pictures     INTEGER NOT NULL,
  scored       INTEGER NOT NULL,
  quality_sum  REAL NOT NULL,
  low          INTEGER NOT NULL,
  not_acquired INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  PRIMARY KEY (hour, source, run)
) WITHOUT ROWID;
-- By the time of taking: where `zoned` is 0, hours are those of the camera's clock, written as if it were UTC.
CREATE TABLE taken_sums (
  hour        INTEGER NOT NULL,
  zoned       INTEGER NOT NULL,
  source      TEXT NOT NULL,
  run         INTEGER NOT NULL,
  pictures    INTEGER NOT NULL,
  scored      INTEGER NOT NULL,
  quality_sum REAL NOT NULL,
  low         INTEGER NOT NULL,
  PRIMARY KEY (hour, zoned, source, run)
) WITHOUT ROWID;

-- Pictures by quality, in bins of .001 (`quality_bin`): counts below any threshold, exactly.
CREATE TABLE quarter_qualities (
  quarter INTEGER NOT NULL, run INTEGER NOT NULL, bin INTEGER NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (quarter, run, bin)
) WITHOUT ROWID;
CREATE TABLE day_qualities (
  day INTEGER NOT NULL, run INTEGER NOT NULL, bin INTEGER NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (day, run, bin)
) WITHOUT ROWID;
CREATE TABLE source_qualities (
  source TEXT NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, bin INTEGER NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (source, day, run, bin)
) WITHOUT ROWID;

-- Pictures by time taken: bin b holds 1.05^b ≤ ms < 1.05^(b+1), so a percentile is known to 5 %.
CREATE TABLE quarter_elapsed (
  quarter INTEGER NOT NULL, run INTEGER NOT NULL, bin INTEGER NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (quarter, run, bin)
) WITHOUT ROWID;
CREATE TABLE day_elapsed (
  day INTEGER NOT NULL, run INTEGER NOT NULL, bin INTEGER NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (day, run, bin)
) WITHOUT ROWID;

-- Which samples have which finding, worst first (quality −1: there is none), and how many there are.
CREATE TABLE sample_findings (
  code TEXT NOT NULL, quality REAL NOT NULL, sample INTEGER NOT NULL REFERENCES samples (id) ON DELETE CASCADE,
  PRIMARY KEY (code, quality, sample)
) WITHOUT ROWID;
CREATE INDEX sample_findings_sample ON sample_findings (sample);
CREATE TABLE quarter_findings (
  quarter INTEGER NOT NULL, run INTEGER NOT NULL, code TEXT NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (quarter, run, code)
) WITHOUT ROWID;
CREATE TABLE day_findings (
  day INTEGER NOT NULL, run INTEGER NOT NULL, code TEXT NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (day, run, code)
) WITHOUT ROWID;
CREATE TABLE source_findings (
  source TEXT NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, code TEXT NOT NULL, pictures INTEGER NOT NULL,
  PRIMARY KEY (source, day, run, code)
) WITHOUT ROWID;

-- The bin that begins at qualityReject, for `low`.
CREATE TABLE counting (one INTEGER PRIMARY KEY CHECK (one = 1), low_bin INTEGER NOT NULL);
INSERT INTO counting
  SELECT 1, CAST(round(value * 1000) AS INTEGER) FROM policy_in_force WHERE model = '*' AND key = 'qualityReject';
-- Only those between the old threshold and the new one are counted.
CREATE TRIGGER counting_changed AFTER UPDATE ON counting WHEN NEW.low_bin <> OLD.low_bin BEGIN
  UPDATE quarter_sums SET low = low + iif(NEW.low_bin > OLD.low_bin, 1, -1) * s.between_them
    FROM (SELECT processed_at / 900000 * 900000 AS quarter, source, coalesce(run, 0) AS run, count(*) AS between_them FROM samples
          WHERE quality >= min(OLD.low_bin, NEW.low_bin) / 1000.0 AND quality < max(OLD.low_bin, NEW.low_bin) / 1000.0 GROUP BY 1, 2, 3) AS s
    WHERE quarter_sums.quarter = s.quarter AND quarter_sums.source = s.source AND quarter_sums.run = s.run;
  UPDATE hour_sums SET low = s.low
    FROM (SELECT quarter / 3600000 AS hour, source, run, sum(low) AS low FROM quarter_sums GROUP BY 1, 2, 3) AS s
    WHERE hour_sums.hour = s.hour AND hour_sums.source = s.source AND hour_sums.run = s.run AND hour_sums.low <> s.low;
  UPDATE taken_sums SET low = low + iif(NEW.low_bin > OLD.low_bin, 1, -1) * s.between_them
    FROM (SELECT (taken_at + 36000000000000000) / 3600000 - 10000000000 AS hour, taken_at_zoned IS 1 AS zoned, source,
            coalesce(run, 0) AS run, count(*) AS between_them FROM samples
          WHERE quality >= min(OLD.low_bin, NEW.low_bin) / 1000.0 AND quality < max(OLD.low_bin, NEW.low_bin) / 1000.0
            AND taken_at IS NOT NULL GROUP BY 1, 2, 3, 4) AS s
    WHERE taken_sums.hour = s.hour AND taken_sums.zoned = s.zoned AND taken_sums.source = s.source AND taken_sums.run = s.run;
  UPDATE quarter_totals SET low = low + iif(NEW.low_bin > OLD.low_bin, 1, -1) * (SELECT coalesce(sum(q.pictures), 0) FROM quarter_qualities AS q
    WHERE q.quarter = quarter_totals.quarter AND q.run = quarter_totals.run
      AND q.bin >= min(OLD.low_bin, NEW.low_bin) AND q.bin < max(OLD.low_bin, NEW.low_bin));
  UPDATE day_sums SET low = low + iif(NEW.low_bin > OLD.low_bin, 1, -1) * (SELECT coalesce(sum(q.pictures), 0) FROM source_qualities AS q
    WHERE q.source = day_sums.source AND q.day = day_sums.day AND q.run = day_sums.run
      AND q.bin >= min(OLD.low_bin, NEW.low_bin) AND q.bin < max(OLD.low_bin, NEW.low_bin));
END;
CREATE TRIGGER policy_history_counted AFTER INSERT ON policy_history WHEN NEW.model = '*' BEGIN
  UPDATE counting SET low_bin =
    (SELECT CAST(round(value * 1000) AS INTEGER) FROM policy_in_force WHERE model = '*' AND key = 'qualityReject');
END;

-- The only way into the roll-ups and out of them: a row put into `roll_in` is counted, one put into `roll_out` no longer.
-- What has become nothing goes, so that no rounding of a sum stays behind.
CREATE VIEW roll_in AS
  SELECT id, quarter, quarter / 86400000 AS day, source, coalesce(run, 0) AS run, quality, quality_bin,
    coalesce(quality_bin < (SELECT low_bin FROM counting), 0) AS low,
    error_code IS 'NO_FACE' AS not_acquired, error_code IS NOT NULL AND error_code <> 'NO_FACE' AS failed,
    elapsed_bin, findings, taken_hour, taken_at_zoned IS 1 AS zoned FROM samples;
CREATE VIEW roll_out AS SELECT * FROM roll_in;
CREATE TRIGGER roll_in_counts INSTEAD OF INSERT ON roll_in BEGIN
  INSERT INTO quarter_totals SELECT NEW.quarter, NEW.run, 1, NEW.quality IS NOT NULL, coalesce(NEW.quality, 0), NEW.low,
    NEW.not_acquired, NEW.failed
    WHERE true ON CONFLICT DO UPDATE SET
      pictures = pictures + 1, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO quarter_sums SELECT NEW.quarter, NEW.source, NEW.run, 1, NEW.quality IS NOT NULL, coalesce(NEW.quality, 0), NEW.low,
    NEW.not_acquired, NEW.failed
    WHERE true ON CONFLICT DO UPDATE SET
      pictures = pictures + 1, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO day_sums SELECT NEW.source, NEW.day, NEW.run, 1, NEW.quality IS NOT NULL, coalesce(NEW.quality, 0), NEW.low,
    NEW.not_acquired, NEW.failed
    WHERE true ON CONFLICT DO UPDATE SET
      pictures = pictures + 1, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO hour_sums SELECT NEW.quarter / 3600000, NEW.source, NEW.run, 1, NEW.quality IS NOT NULL, coalesce(NEW.quality, 0), NEW.low,
    NEW.not_acquired, NEW.failed
    WHERE true ON CONFLICT DO UPDATE SET
      pictures = pictures + 1, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO taken_sums SELECT NEW.taken_hour, NEW.zoned, NEW.source, NEW.run, 1, NEW.quality IS NOT NULL, coalesce(NEW.quality, 0), NEW.low
    WHERE NEW.taken_hour IS NOT NULL ON CONFLICT DO UPDATE SET
      pictures = pictures + 1, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low;
  INSERT INTO quarter_qualities SELECT NEW.quarter, NEW.run, NEW.quality_bin, 1
    WHERE NEW.quality IS NOT NULL ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO day_qualities SELECT NEW.day, NEW.run, NEW.quality_bin, 1
    WHERE NEW.quality IS NOT NULL ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO source_qualities SELECT NEW.source, NEW.day, NEW.run, NEW.quality_bin, 1
    WHERE NEW.quality IS NOT NULL ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO quarter_elapsed SELECT NEW.quarter, NEW.run, NEW.elapsed_bin, 1
    WHERE NEW.elapsed_bin IS NOT NULL ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO day_elapsed SELECT NEW.day, NEW.run, NEW.elapsed_bin, 1
    WHERE NEW.elapsed_bin IS NOT NULL ON CONFLICT DO UPDATE SET pictures = pictures + 1;
END;
CREATE TRIGGER roll_in_findings INSTEAD OF INSERT ON roll_in WHEN NEW.findings <> '[]' BEGIN
  INSERT OR IGNORE INTO sample_findings SELECT value, coalesce(NEW.quality, -1), NEW.id FROM json_each(NEW.findings);
  INSERT INTO quarter_findings SELECT DISTINCT NEW.quarter, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO day_findings SELECT DISTINCT NEW.day, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO source_findings SELECT DISTINCT NEW.source, NEW.day, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
END;
CREATE TRIGGER roll_out_counts INSTEAD OF INSERT ON roll_out BEGIN
  UPDATE quarter_totals SET pictures = pictures - 1, scored = scored - (NEW.quality IS NOT NULL),
      quality_sum = iif(scored = (NEW.quality IS NOT NULL), 0, quality_sum - coalesce(NEW.quality, 0)), low = low - NEW.low,
      not_acquired = not_acquired - NEW.not_acquired, failed = failed - NEW.failed
    WHERE quarter = NEW.quarter AND run = NEW.run;
  DELETE FROM quarter_totals WHERE quarter = NEW.quarter AND run = NEW.run AND pictures = 0;
  UPDATE quarter_sums SET pictures = pictures - 1, scored = scored - (NEW.quality IS NOT NULL),
      quality_sum = iif(scored = (NEW.quality IS NOT NULL), 0, quality_sum - coalesce(NEW.quality, 0)), low = low - NEW.low,
      not_acquired = not_acquired - NEW.not_acquired, failed = failed - NEW.failed
    WHERE quarter = NEW.quarter AND source = NEW.source AND run = NEW.run;
  DELETE FROM quarter_sums WHERE quarter = NEW.quarter AND source = NEW.source AND run = NEW.run AND pictures = 0;
  UPDATE day_sums SET pictures = pictures - 1, scored = scored - (NEW.quality IS NOT NULL),
      quality_sum = iif(scored = (NEW.quality IS NOT NULL), 0, quality_sum - coalesce(NEW.quality, 0)), low = low - NEW.low,
      not_acquired = not_acquired - NEW.not_acquired, failed = failed - NEW.failed
    WHERE source = NEW.source AND day = NEW.day AND run = NEW.run;
  DELETE FROM day_sums WHERE source = NEW.source AND day = NEW.day AND run = NEW.run AND pictures = 0;
  UPDATE hour_sums SET pictures = pictures - 1, scored = scored - (NEW.quality IS NOT NULL),
      quality_sum = iif(scored = (NEW.quality IS NOT NULL), 0, quality_sum - coalesce(NEW.quality, 0)), low = low - NEW.low,
      not_acquired = not_acquired - NEW.not_acquired, failed = failed - NEW.failed
    WHERE hour = NEW.quarter / 3600000 AND source = NEW.source AND run = NEW.run;
  DELETE FROM hour_sums WHERE hour = NEW.quarter / 3600000 AND source = NEW.source AND run = NEW.run AND pictures = 0;
  UPDATE taken_sums SET pictures = pictures - 1, scored = scored - (NEW.quality IS NOT NULL),
      quality_sum = iif(scored = (NEW.quality IS NOT NULL), 0, quality_sum - coalesce(NEW.quality, 0)), low = low - NEW.low
    WHERE hour = NEW.taken_hour AND zoned = NEW.zoned AND source = NEW.source AND run = NEW.run;
  DELETE FROM taken_sums
    WHERE hour = NEW.taken_hour AND zoned = NEW.zoned AND source = NEW.source AND run = NEW.run AND pictures = 0;
  UPDATE quarter_qualities SET pictures = pictures - 1 WHERE quarter = NEW.quarter AND run = NEW.run AND bin = NEW.quality_bin;
  DELETE FROM quarter_qualities WHERE quarter = NEW.quarter AND run = NEW.run AND bin = NEW.quality_bin AND pictures = 0;
  UPDATE day_qualities SET pictures = pictures - 1 WHERE day = NEW.day AND run = NEW.run AND bin = NEW.quality_bin;
  DELETE FROM day_qualities WHERE day = NEW.day AND run = NEW.run AND bin = NEW.quality_bin AND pictures = 0;
  UPDATE source_qualities SET pictures = pictures - 1
    WHERE source = NEW.source AND day = NEW.day AND run = NEW.run AND bin = NEW.quality_bin;
  DELETE FROM source_qualities
    WHERE source = NEW.source AND day = NEW.day AND run = NEW.run AND bin = NEW.quality_bin AND pictures = 0;
  UPDATE quarter_elapsed SET pictures = pictures - 1 WHERE quarter = NEW.quarter AND run = NEW.run AND bin = NEW.elapsed_bin;
  DELETE FROM quarter_elapsed WHERE quarter = NEW.quarter AND run = NEW.run AND bin = NEW.elapsed_bin AND pictures = 0;
  UPDATE day_elapsed SET pictures = pictures - 1 WHERE day = NEW.day AND run = NEW.run AND bin = NEW.elapsed_bin;
  DELETE FROM day_elapsed WHERE day = NEW.day AND run = NEW.run AND bin = NEW.elapsed_bin AND pictures = 0;
END;
CREATE TRIGGER roll_out_findings INSTEAD OF INSERT ON roll_out WHEN NEW.findings <> '[]' BEGIN
  DELETE FROM sample_findings WHERE sample = NEW.id;
  UPDATE quarter_findings SET pictures = pictures - 1
    WHERE quarter = NEW.quarter AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings));
  DELETE FROM quarter_findings
    WHERE quarter = NEW.quarter AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings)) AND pictures = 0;
  UPDATE day_findings SET pictures = pictures - 1
    WHERE day = NEW.day AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings));
  DELETE FROM day_findings
    WHERE day = NEW.day AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings)) AND pictures = 0;
  UPDATE source_findings SET pictures = pictures - 1
    WHERE source = NEW.source AND day = NEW.day AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings));
  DELETE FROM source_findings
   
    WHERE source = NEW.source AND day = NEW.day AND run = NEW.run AND code IN (SELECT value FROM json_each(NEW.findings)) AND pictures = 0;
END;
CREATE TRIGGER samples_added AFTER INSERT ON samples BEGIN
  INSERT INTO roll_in VALUES (NEW.id, NEW.quarter, NEW.quarter / 86400000, NEW.source,
    coalesce(NEW.run, 0), NEW.quality, NEW.quality_bin, coalesce(NEW.quality_bin < (SELECT low_bin FROM counting), 0), NEW.error_code IS 'NO_FACE',
    NEW.error_code IS NOT NULL AND NEW.error_code <> 'NO_FACE', NEW.elapsed_bin, NEW.findings, NEW.taken_hour, NEW.taken_at_zoned IS 1);
END;
CREATE TRIGGER samples_removed AFTER DELETE ON samples BEGIN
  INSERT INTO roll_out VALUES (OLD.id, OLD.quarter, OLD.quarter / 86400000, OLD.source,
    coalesce(OLD.run, 0), OLD.quality, OLD.quality_bin, coalesce(OLD.quality_bin < (SELECT low_bin FROM counting), 0), OLD.error_code IS 'NO_FACE',
    OLD.error_code IS NOT NULL AND OLD.error_code <> 'NO_FACE', OLD.elapsed_bin, OLD.findings, OLD.taken_hour, OLD.taken_at_zoned IS 1);
END;
CREATE TRIGGER samples_changed
  AFTER UPDATE OF run, source, processed_at, quality, error_code, elapsed_bin, findings, taken_at, taken_at_zoned ON samples
  WHEN (OLD.source, OLD.processed_at, OLD.findings) <> (NEW.source, NEW.processed_at, NEW.findings) OR OLD.run IS NOT NEW.run
    OR OLD.quality IS NOT NEW.quality OR OLD.error_code IS NOT NEW.error_code
    OR OLD.elapsed_bin IS NOT NEW.elapsed_bin OR OLD.taken_at IS NOT NEW.taken_at OR OLD.taken_at_zoned IS NOT NEW.taken_at_zoned
BEGIN
  INSERT INTO roll_out VALUES (OLD.id, OLD.quarter, OLD.quarter / 86400000, OLD.source,
    coalesce(OLD.run, 0), OLD.quality, OLD.quality_bin, coalesce(OLD.quality_bin < (SELECT low_bin FROM counting), 0), OLD.error_code IS 'NO_FACE',
    OLD.error_code IS NOT NULL AND OLD.error_code <> 'NO_FACE', OLD.elapsed_bin, OLD.findings, OLD.taken_hour, OLD.taken_at_zoned IS 1);
  INSERT INTO roll_in VALUES (NEW.id, NEW.quarter, NEW.quarter / 86400000, NEW.source,
    coalesce(NEW.run, 0), NEW.quality, NEW.quality_bin, coalesce(NEW.quality_bin < (SELECT low_bin FROM counting), 0), NEW.error_code IS 'NO_FACE',
    NEW.error_code IS NOT NULL AND NEW.error_code <> 'NO_FACE', NEW.elapsed_bin, NEW.findings, NEW.taken_hour, NEW.taken_at_zoned IS 1);
END;

-- ── what readers ask ────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW quarter_hours AS
  SELECT quarter AS start, source, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) AS quality_sum,
    sum(low) AS low, sum(not_acquired + failed) AS failures
  FROM quarter_sums GROUP BY quarter, source;

CREATE VIEW run_states AS
  SELECT r.id, r.name,
    CASE WHEN r.state = 'running'
          AND abs((julianday('now') - 2440587.5) * 86400000 - coalesce(r.heartbeat_at, 0)) > 30000
      THEN 'interrupted' ELSE r.state END AS state,
    r.started_at, r.ended_at, r.model, r.recogniser, r.options, r.owner_pid, r.owner_host, r.heartbeat_at, r.total, r.cursor,
    (SELECT coalesce(sum(pictures), 0) FROM quarter_totals WHERE run = r.id) AS done,
    (SELECT coalesce(sum(not_acquired + failed), 0) FROM quarter_totals WHERE run = r.id) AS failed
  FROM runs AS r;

-- Thresholds that running sessions apply instead of the store's.
CREATE VIEW session_overrides AS
  SELECT p.session, s.pid, s.host, s.model, s.started_at, s.heartbeat_at, p.key, p.value, p.origin
  FROM session_policy AS p JOIN sessions AS s ON s.id = p.session
  WHERE abs((julianday('now') - 2440587.5) * 86400000 - s.heartbeat_at) <= 30000;

-- ── the rows of version 0.1.0 ───────────────────────────────────────────────────────────────────────────────────────
-- Their days were days of UTC and stay so. In a run the same path could have several rows (a file that failed and then
-- succeeded): the last one counts. What came as bytes has no path.
INSERT INTO samples (
    id, run, path, source, sha256, taken_at, processed_at, last_processed_at, times, day, width, height, acquired, faces,
    box_x, box_y, box_width, box_height, landmarks, detection_score, quality, raw_quality, log_quality, quality_map,
    quality_bias, components, assessment, warnings, error_code, error_message, elapsed_ms, elapsed_bin, model,
    embedding_size, device)
  SELECT id, run, nullif(path, 'bytes'), source, sha256, taken_at, first_at, last_at, times,
    strftime('%Y-%m-%d', first_at / 1000, 'unixepoch'), width, height, acquired, faces, box_x, box_y, box_width, box_height,
    landmarks, detection_score, quality, raw_quality, log_quality, quality_map, quality_bias, components, assessment,
    warnings, error_code, error_message, elapsed_ms, CAST(ln(max(elapsed_ms, 1)) / ln(1.05) AS INTEGER), model,
    length(embedding) / 2, device
  FROM (
    SELECT *, min(processed_at) OVER same AS first_at, max(processed_at) OVER same AS last_at, count(*) OVER same AS times,
      row_number() OVER (PARTITION BY CASE WHEN run IS NULL OR path = 'bytes' THEN id ELSE run || ' ' || path END
                         ORDER BY id DESC) AS place
    FROM samples_1
    WINDOW same AS (PARTITION BY CASE WHEN run IS NULL OR path = 'bytes' THEN id ELSE run || ' ' || path END))
  WHERE place = 1 ORDER BY id;
INSERT INTO embeddings SELECT id, embedding FROM samples_1 WHERE embedding IS NOT NULL AND id IN (SELECT id FROM samples);
INSERT INTO thumbnails SELECT id, thumbnail FROM samples_1 WHERE thumbnail IS NOT NULL AND id IN (SELECT id FROM samples);
DROP TABLE samples_1;
