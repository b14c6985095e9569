-- Bytes of the file, those of them that hold nothing, and how many samples there are. Looks at no sample.
SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS held,
  (SELECT freelist_count FROM pragma_freelist_count) * (SELECT page_size FROM pragma_page_size) AS free,
  (SELECT coalesce(sum(pictures), 0) FROM quarter_totals) AS samples
