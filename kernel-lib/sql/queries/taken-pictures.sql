-- About how many pictures were taken in [:firstTaken, :lastTaken): those of the hours that touch it.
SELECT coalesce(sum(pictures), 0) AS pictures FROM taken_sums
WHERE hour >= (max(:firstTaken, -8640000000000000) + 36000000000000000) / 3600000 - 10000000000 AND hour <= :lastTaken / 3600000
