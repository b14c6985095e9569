-- Counts in the roll-ups the samples that came since this was done last.
UPDATE counting SET counted_below = (SELECT coalesce(max(id), 0) + 1 FROM samples)
