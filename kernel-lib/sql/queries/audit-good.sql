-- Pictures of run :run with a quality ≥ :good.
SELECT id FROM samples WHERE run = :run AND quality >= :good
