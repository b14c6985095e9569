-- Sources of run :run, largest first: pictures, those with a quality, its mean, and how many lie below the bin :bin (a quality × 1000):
-- summed up already where that is the store's own qualityReject.
SELECT source, sum(pictures) AS pictures, sum(scored) AS scored, sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality,
  sum(CASE WHEN :bin = (SELECT low_bin FROM counting) THEN low ELSE
    (SELECT coalesce(sum(q.pictures), 0) FROM source_qualities AS q
     WHERE q.source = day_sums.source AND q.day = day_sums.day AND q.run = day_sums.run AND q.bin < :bin) END) AS low,
  sum(not_acquired) AS notAcquired, sum(failed) AS failed
FROM day_sums WHERE run = :run GROUP BY source ORDER BY pictures DESC, source
