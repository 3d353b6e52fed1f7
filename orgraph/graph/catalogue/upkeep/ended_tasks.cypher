// Tasks that have ended, of one book or, where it is empty, of all, with what their ends count as, in pages by id.
// $book, $after (the last id of the page before), $limit.
MATCH (t:Task) WHERE t.id > $after AND t.tally IS NOT NULL AND ($book = '' OR t.book = $book)
WITH t ORDER BY t.id LIMIT $limit
RETURN collect([t.id, t.book, t.category, t.ended_at, t.tally]) AS tasks
