-- Whether there are samples that no roll-up counts yet: 1 or 0. Reads the newest sample alone.
SELECT coalesce((SELECT max(id) FROM samples), 0) >= counted_below AS left FROM counting
