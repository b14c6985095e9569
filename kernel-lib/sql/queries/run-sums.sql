-- What came of each run, so far.
SELECT run AS id, sum(scored) AS scored, sum(quality_sum) / nullif(sum(scored), 0) AS meanQuality, sum(low) AS low
FROM quarter_totals WHERE run > 0 GROUP BY run
