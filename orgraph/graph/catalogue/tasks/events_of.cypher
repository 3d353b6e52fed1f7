// The events of some tasks. $tasks (ids).
UNWIND $tasks AS id
MATCH (t:Task {id: id})
RETURN collect([t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
}]) AS tasks
