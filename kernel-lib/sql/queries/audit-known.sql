-- The sample of run :run whose path is :path, or whose path has the bytes :raw (hexadecimal, where they are not UTF-8).
SELECT id, file_size AS fileSize, file_mtime AS fileMtime, sha256, source, identity, tags, quality, findings, error_code AS errorCode
FROM samples
WHERE uniqueness = 'run ' || CAST(:run AS INTEGER) || char(31) || 'path ' || :path --? path
WHERE uniqueness = 'run ' || CAST(:run AS INTEGER) || char(31) || 'raw ' || :raw --? raw
