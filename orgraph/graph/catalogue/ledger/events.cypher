// All events of a book in the order of their positions, and whether the task that each names has it.
// $book.
MATCH (e:Event) WHERE e.book = $book
RETURN e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash,
  EXISTS { MATCH (t:Task)-[:HAS_EVENT]->(e) WHERE t.id = e.task } AS owned
ORDER BY e.position
