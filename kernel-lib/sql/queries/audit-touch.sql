-- What has become known of sample :id without looking at the picture again: the file's size and time, and what its list says.
UPDATE samples SET file_size = :fileSize, file_mtime = :fileMtime, identity = :identity, tags = :tags
  , source = :source --? source
WHERE id = :id
