// Some tasks, each with all its events. $tasks (ids).
UNWIND $tasks AS id
MATCH (t:Task {id: id})
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
