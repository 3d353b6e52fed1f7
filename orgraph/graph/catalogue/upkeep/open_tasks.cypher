// Tasks that somebody has in hand, with their events. In pages by id, from $first on, $limit of them.
MATCH (t:Task) WHERE t.id >= $first AND EXISTS { MATCH (t)-[:IN_HAND_OF]->(:Organisation) }
WITH t ORDER BY t.id LIMIT $limit
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
ORDER BY t.id
