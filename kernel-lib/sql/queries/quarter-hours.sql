-- The quarter-hours that begin in [:from, :to), by source.
SELECT start, source, pictures, scored, quality_sum AS qualitySum, low, failures
FROM quarter_hours WHERE start >= :from AND start < :to ORDER BY start, source
