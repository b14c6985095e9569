-- How many groups of pictures of run :run have the same decoded pixels, and how many pictures are in them.
SELECT count(*) AS groups, coalesce(sum(n), 0) AS pictures
FROM (SELECT count(*) AS n FROM samples WHERE run = :run AND pixel_hash IS NOT NULL GROUP BY pixel_hash HAVING n > 1)
