-- A stretch of time outside which there are no pictures of :source and :run (either may be null: any); null where there are none.
SELECT max(coalesce((SELECT min(quarter) FROM quarter_totals WHERE run = :run), -9e15),
    coalesce((SELECT min(day) * 86400000 FROM day_sums WHERE source = :source), -9e15)) AS first,
  min(coalesce((SELECT max(quarter) + 900000 FROM quarter_totals WHERE run = :run), 9e15),
    coalesce((SELECT max(day + 1) * 86400000 FROM day_sums WHERE source = :source), 9e15)) AS last
