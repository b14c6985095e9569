-- Rows that come together are counted together: once a bucket and not once a row.

-- Nobody asks for pictures by their SHA-256.
DROP INDEX samples_hash;

-- Samples below this id are counted in the roll-ups. Whoever adds samples raises it behind them in the same transaction, which
-- counts them; until then it is as if they were not there.
ALTER TABLE counting ADD COLUMN counted_below INTEGER NOT NULL DEFAULT 1;
UPDATE counting SET counted_below = (SELECT coalesce(max(id), 0) + 1 FROM samples);
DROP TRIGGER samples_added;

DROP TRIGGER samples_removed;
CREATE TRIGGER samples_removed AFTER DELETE ON samples WHEN OLD.id < (SELECT counted_below FROM counting) BEGIN
  INSERT INTO roll_out VALUES (OLD.id, OLD.quarter, OLD.quarter / 86400000, OLD.source,
    coalesce(OLD.run, 0), OLD.quality, OLD.quality_bin, coalesce(OLD.quality_bin < (SELECT low_bin FROM counting), 0), OLD.error_code IS 'NO_FACE',
    OLD.error_code IS NOT NULL AND OLD.error_code <> 'NO_FACE', OLD.elapsed_bin, OLD.findings, OLD.taken_hour, OLD.taken_at_zoned IS 1);
  -- The id of the newest is given again.
  UPDATE counting SET counted_below = (SELECT coalesce(max(id), 0) + 1 FROM samples) WHERE counted_below = OLD.id + 1;
END;
DROP TRIGGER samples_changed;
CREATE TRIGGER samples_changed
  AFTER UPDATE OF run, source, processed_at, quality, error_code, elapsed_bin, findings, taken_at, taken_at_zoned ON samples
  WHEN OLD.id < (SELECT counted_below FROM counting) AND (
    (OLD.source, OLD.processed_at, OLD.findings) <> (NEW.source, NEW.processed_at, NEW.findings) OR OLD.run IS NOT NEW.run
    OR OLD.quality IS NOT NEW.quality OR OLD.error_code IS NOT NEW.error_code
    OR OLD.elapsed_bin IS NOT NEW.elapsed_bin OR OLD.taken_at IS NOT NEW.taken_at OR OLD.taken_at_zoned IS NOT NEW.taken_at_zoned)
BEGIN
  INSERT INTO roll_out VALUES (OLD.id, OLD.quarter, OLD.quarter / 86400000, OLD.source,
    coalesce(OLD.run, 0), OLD.quality, OLD.quality_bin, coalesce(OLD.quality_bin < (SELECT low_bin FROM counting), 0), OLD.error_code IS 'NO_FACE',
    OLD.error_code IS NOT NULL AND OLD.error_code <> 'NO_FACE', OLD.elapsed_bin, OLD.findings, OLD.taken_hour, OLD.taken_at_zoned IS 1);
  INSERT INTO roll_in VALUES (NEW.id, NEW.quarter, NEW.quarter / 86400000, NEW.source,
    coalesce(NEW.run, 0), NEW.quality, NEW.quality_bin, coalesce(NEW.quality_bin < (SELECT low_bin FROM counting), 0), NEW.error_code IS 'NO_FACE',
    NEW.error_code IS NOT NULL AND NEW.error_code <> 'NO_FACE', NEW.elapsed_bin, NEW.findings, NEW.taken_hour, NEW.taken_at_zoned IS 1);
END;

-- As it was, but a code that a sample has twice is no error where the sample is updated: OR IGNORE does not hold there.
DROP TRIGGER roll_in_findings;
CREATE TRIGGER roll_in_findings INSTEAD OF INSERT ON roll_in WHEN NEW.findings <> '[]' BEGIN
  INSERT INTO sample_findings SELECT DISTINCT value, coalesce(NEW.quality, -1), NEW.id FROM json_each(NEW.findings);
  INSERT INTO quarter_findings SELECT DISTINCT NEW.quarter, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO day_findings SELECT DISTINCT NEW.day, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
  INSERT INTO source_findings SELECT DISTINCT NEW.source, NEW.day, NEW.run, value, 1 FROM json_each(NEW.findings)
    WHERE true ON CONFLICT DO UPDATE SET pictures = pictures + 1;
END;

-- A few are counted one by one: that is sooner done than to begin with each roll-up.
CREATE TRIGGER counting_few AFTER UPDATE OF counted_below ON counting WHEN NEW.counted_below BETWEEN OLD.counted_below + 1 AND OLD.counted_below + 8
BEGIN
  INSERT INTO roll_in SELECT * FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below;
END;
CREATE TRIGGER counting_many AFTER UPDATE OF counted_below ON counting WHEN NEW.counted_below > OLD.counted_below + 8 BEGIN
  INSERT INTO quarter_sums SELECT quarter, source, run, count(*), count(quality), total(quality), sum(low), sum(not_acquired), sum(failed)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below GROUP BY quarter, source, run ON CONFLICT DO UPDATE SET
      pictures = pictures + excluded.pictures, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO quarter_totals SELECT quarter, run, count(*), count(quality), total(quality), sum(low), sum(not_acquired), sum(failed)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below GROUP BY quarter, run ON CONFLICT DO UPDATE SET
      pictures = pictures + excluded.pictures, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO day_sums SELECT source, day, run, count(*), count(quality), total(quality), sum(low), sum(not_acquired), sum(failed)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below GROUP BY source, day, run ON CONFLICT DO UPDATE SET
      pictures = pictures + excluded.pictures, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO hour_sums SELECT quarter / 3600000, source, run, count(*), count(quality), total(quality), sum(low), sum(not_acquired), sum(failed)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below GROUP BY 1, source, run ON CONFLICT DO UPDATE SET
      pictures = pictures + excluded.pictures, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low, not_acquired = not_acquired + excluded.not_acquired, failed = failed + excluded.failed;
  INSERT INTO taken_sums SELECT taken_hour, zoned, source, run, count(*), count(quality), total(quality), sum(low)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND taken_hour IS NOT NULL GROUP BY taken_hour, zoned, source, run ON CONFLICT DO UPDATE SET
      pictures = pictures + excluded.pictures, scored = scored + excluded.scored, quality_sum = quality_sum + excluded.quality_sum,
      low = low + excluded.low;
  INSERT INTO quarter_qualities SELECT quarter, run, quality_bin, count(*)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND quality IS NOT NULL GROUP BY quarter, run, quality_bin
    ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO day_qualities SELECT day, run, quality_bin, count(*)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND quality IS NOT NULL GROUP BY day, run, quality_bin
    ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO source_qualities SELECT source, day, run, quality_bin, count(*)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND quality IS NOT NULL GROUP BY source, day, run, quality_bin
    ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO quarter_elapsed SELECT quarter, run, elapsed_bin, count(*)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND elapsed_bin IS NOT NULL GROUP BY quarter, run, elapsed_bin
    ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO day_elapsed SELECT day, run, elapsed_bin, count(*)
    FROM roll_in WHERE id >= OLD.counted_below AND id < NEW.counted_below AND elapsed_bin IS NOT NULL GROUP BY day, run, elapsed_bin
    ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO sample_findings SELECT DISTINCT f.value, coalesce(r.quality, -1), r.id FROM roll_in AS r CROSS JOIN json_each(r.findings) AS f
    WHERE r.id >= OLD.counted_below AND r.id < NEW.counted_below AND r.findings <> '[]';
  INSERT INTO quarter_findings SELECT quarter, run, code, count(*) FROM roll_in AS r CROSS JOIN sample_findings AS f ON f.sample = r.id
    WHERE r.id >= OLD.counted_below AND r.id < NEW.counted_below AND r.findings <> '[]'
    GROUP BY quarter, run, code ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO day_findings SELECT day, run, code, count(*) FROM roll_in AS r CROSS JOIN sample_findings AS f ON f.sample = r.id
    WHERE r.id >= OLD.counted_below AND r.id < NEW.counted_below AND r.findings <> '[]'
    GROUP BY day, run, code ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
  INSERT INTO source_findings SELECT source, day, run, code, count(*) FROM roll_in AS r CROSS JOIN sample_findings AS f ON f.sample = r.id
    WHERE r.id >= OLD.counted_below AND r.id < NEW.counted_below AND r.findings <> '[]'
    GROUP BY source, day, run, code ON CONFLICT DO UPDATE SET pictures = pictures + excluded.pictures;
END;
