-- What a store holds, and how much of its file. Looks at every embedding and thumbnail.
SELECT
  (SELECT user_version FROM pragma_user_version) AS schema,
  (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes,
  (SELECT freelist_count FROM pragma_freelist_count) * (SELECT page_size FROM pragma_page_size) AS freeBytes,
  (SELECT coalesce(sum(pictures), 0) FROM quarter_totals) AS samples,
  (SELECT coalesce(sum(scored), 0) FROM quarter_totals) AS scored,
  (SELECT coalesce(sum(not_acquired), 0) FROM quarter_totals) AS notAcquired,
  (SELECT coalesce(sum(failed), 0) FROM quarter_totals) AS failed,
  (SELECT count(*) FROM embeddings) AS embeddings,
  (SELECT count(*) FROM thumbnails) AS thumbnails,
  (SELECT count(*) FROM runs) AS runs,
  (SELECT count(DISTINCT source) FROM day_sums) AS sources,
  (SELECT min(processed_at) FROM samples) AS firstAt,
  (SELECT max(processed_at) FROM samples) AS lastAt
