// Tasks of format 2, which keep nothing of their fold for lists, with their events. In pages by id, from $first on, $limit of them.
MATCH (t:Task) WHERE t.id >= $first AND t.final IS NULL
WITH t ORDER BY t.id LIMIT $limit
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
ORDER BY t.id
