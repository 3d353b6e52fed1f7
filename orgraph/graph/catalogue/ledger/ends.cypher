// The end of every book.
RETURN COLLECT { MATCH (b:Book) RETURN [b.code, b.position, b.hash] ORDER BY b.code } AS books
