// Wait for whoever still writes into a book: each is locked once.
// $me.
MATCH (b:Book)
SET b.lock = $me
RETURN count(b) AS books
