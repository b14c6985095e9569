-- Sources of run :run, largest first: pictures, those with a quality, its mean, and how many lie below the bin :bin (a quality × 1000).
WITH low AS (SELECT source, sum(pictures) AS low FROM source_qualities WHERE run = :run AND bin < :bin GROUP BY source)
SELECT q.source, sum(q.pictures) AS pictures, sum(q.scored) AS scored, sum(q.quality_sum) / nullif(sum(q.scored), 0) AS meanQuality,
  coalesce(max(low.low), 0) AS low, sum(q.not_acquired) AS notAcquired, sum(q.failed) AS failed
FROM quarter_sums AS q LEFT JOIN low ON low.source = q.source
WHERE q.run = :run GROUP BY q.source ORDER BY pictures DESC, q.source
