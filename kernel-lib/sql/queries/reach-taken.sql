-- The quarter-hours of the first and the last time that any picture says it was taken, with a day's margin, because some name no
-- zone; null where there are none.
SELECT (SELECT min(taken_at) FROM samples WHERE taken_at IS NOT NULL) / 900000 * 900000 - 86400000 AS first,
  (SELECT max(taken_at) FROM samples WHERE taken_at IS NOT NULL) / 900000 * 900000 + 86400000 AS last
