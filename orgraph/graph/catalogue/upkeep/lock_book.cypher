// Hold a book, by writing, then look where it ends.
// $book, $me.
MATCH (b:Book {code: $book})
SET b.lock = $me
RETURN b.position AS position
