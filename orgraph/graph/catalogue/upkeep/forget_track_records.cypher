// Take the counts of a book away, to be counted anew.
// $book.
MATCH (r:TrackRecord) WHERE r.book = $book
DELETE r
RETURN count(*) AS forgotten
