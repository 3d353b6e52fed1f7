// All events of a book in the order of their positions, whether the task that each names has it, and by when it is found as a routing.
// $book.
MATCH (e:Event) WHERE e.book = $book
RETURN e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash,
  EXISTS { MATCH (t:Task)-[:HAS_EVENT]->(e) WHERE t.id = e.task } AS owned, e.routed
ORDER BY e.position
