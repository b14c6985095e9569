-- Device of the newest picture that says one, in the quarter of an hour up to :lastAt. :source and :run (0 = outside any run) may
-- be null: all.
SELECT device FROM samples
WHERE processed_at > :lastAt - 900000 AND processed_at <= :lastAt AND device IS NOT NULL
  AND (:source IS NULL OR source = :source) AND (:run IS NULL OR coalesce(run, 0) = :run)
ORDER BY processed_at DESC, id DESC LIMIT 1
