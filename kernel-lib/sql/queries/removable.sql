-- Ids of samples to be taken out, after :after, at most :limit. All that is not null must hold: :run; :before (first processed
-- before, UTC ms); :identity; :path with :folder (a picture, or everything below a folder: the path with a separator behind it),
-- or :raw with :raw_folder (their bytes, where they are not UTF-8).
SELECT id FROM samples
WHERE id > :after AND (:run IS NULL OR run = :run) AND (:before IS NULL OR processed_at < :before)
  AND (:identity IS NULL OR identity = :identity)
  AND (:path IS NULL OR path = :path OR substr(path, 1, length(:folder)) = :folder)
  AND (:raw IS NULL OR path_raw = :raw OR substr(path_raw, 1, length(:raw_folder)) = :raw_folder)
ORDER BY id LIMIT :limit
