// Tasks of some kinds that ended in a time and of which something is kept that was typed, with their events.
// $kinds, $since, $before (epoch milliseconds); in pages by id, from $first on, $limit of them.
MATCH (t:Task)
WHERE t.ended_at >= $since AND t.ended_at < $before AND t.id >= $first AND t.kind IN $kinds
  AND EXISTS { MATCH (t)-[:ABOUT]->(c:Content) WHERE c.redacted IS NULL }
WITH t ORDER BY t.id LIMIT $limit
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
ORDER BY t.id
