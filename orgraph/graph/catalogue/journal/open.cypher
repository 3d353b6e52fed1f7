// Tasks that begin: each with its first events, what was typed, who has it in hand and its timer; and the book's end.
// $book, $position, $hash, $numbered (how many got a number in each year, as JSON), $tasks: {id, number, serial, place, state, …, pending (its due as text), timer (as text), contents, events, notices, parts
// (organisation, part), parent (the task whose meeting assigned it, or empty)}.
MATCH (b:Book {code: $book})
SET b.position = $position, b.hash = $hash, b.numbered = $numbered
WITH b
UNWIND $tasks AS row
MATCH (place:Area {code: row.place})
CREATE (t:Task {
  id: row.id, state: row.state, version: row.version, kind: row.kind, category: row.category,
  severity: row.severity, place: row.place, book: $book, number: row.number, serial: row.serial, called_by: row.called_by, called_at: row.called_at, opened_on: row.opened_on,
  backstop: row.backstop, final: false, due: row.due, yellow: row.yellow, red: row.red, tags: row.tags,
  pending: row.called_by + '|' + row.pending, definitions: row.definitions
})
CREATE (t)-[:AT]->(place)
CREATE (t)-[:OPEN_AT]->(place)
WITH t, row
OPTIONAL MATCH (parent:Task {id: row.parent})
FOREACH (one IN CASE WHEN parent IS NULL THEN [] ELSE [1] END | CREATE (t)-[:CHILD_OF]->(parent))
CREATE (x:Timer {id: row.id, at: row.timer, lease: 0, fence: 0})
FOREACH (one IN row.contents | CREATE (t)-[:ABOUT]->(c:Content {id: one.id, salt: one.salt, text: one.text}))
FOREACH (one IN row.events |
  CREATE (t)-[:HAS_EVENT]->(e:Event {
    id: one.id, task: one.task, sequence: one.sequence, book: one.book, position: one.position, at: one.at, by: one.by,
    type: one.type, payload: one.payload, previous: one.previous, hash: one.hash,
    routed: one.routed
  })
)
FOREACH (one IN row.notices |
  CREATE (n:Notice {
    id: one.id, event: one.event, target: one.target, at: one.at, attempts: 0, lease: 0, fence: 0
  })
)
WITH t, row
UNWIND row.parts AS part
MATCH (org:Organisation {code: part.organisation})
CREATE (t)-[:IN_HAND_OF {part: part.part, since_event: row.version}]->(org)
RETURN count(*) AS parts
