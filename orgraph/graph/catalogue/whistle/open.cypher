// Second statement: the task, its first events, what was typed, who has it in hand, and the new end of the book.
// $place, $book, $position, $hash, $task, $pending (its due as text), $timer (as text), $contents, $events, $notices, $parts,
// $parent (the task whose meeting assigned it, or empty).
MATCH (place:Area {code: $place})
MATCH (b:Book {code: $book})
SET b.position = $position, b.hash = $hash
CREATE (t:Task {
  id: $task.id, state: $task.state, version: $task.version, kind: $task.kind, category: $task.category,
  severity: $task.severity, place: $task.place, book: $book, called_by: $task.called_by, called_at: $task.called_at, opened_on: $task.opened_on,
  backstop: $task.backstop, due: $task.due, pending: $task.called_by + '|' + $pending, definitions: $task.definitions
})
CREATE (t)-[:AT]->(place)
WITH t
OPTIONAL MATCH (parent:Task {id: $parent})
FOREACH (one IN CASE WHEN parent IS NULL THEN [] ELSE [1] END | CREATE (t)-[:CHILD_OF]->(parent))
CREATE (x:Timer {id: $task.id, at: $timer, lease: 0, fence: 0})
FOREACH (row IN $contents | CREATE (t)-[:ABOUT]->(c:Content {id: row.id, salt: row.salt, text: row.text}))
FOREACH (row IN $events |
  CREATE (t)-[:HAS_EVENT]->(e:Event {
    id: row.id, task: row.task, sequence: row.sequence, book: row.book, position: row.position, at: row.at, by: row.by,
    type: row.type, payload: row.payload, previous: row.previous, hash: row.hash
  })
)
FOREACH (row IN $notices |
  CREATE (n:Notice {
    id: row.id, event: row.event, target: row.target, at: row.at, attempts: 0, lease: 0, fence: 0
  })
)
WITH t
UNWIND $parts AS part
MATCH (org:Organisation {code: part.organisation})
CREATE (t)-[:IN_HAND_OF {part: part.part, since_event: part.since_event}]->(org)
RETURN count(*) AS parts
