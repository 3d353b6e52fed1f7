// Second statement of an action: its events, the texts kept apart, the task as it is now, who has it in hand, the book's end.
// $task, $state, $version, $due and $pending (the same as text), $timer (as text), $book, $position, $hash, $request, $events, $notices, $contents, $rulings (category, unit, by, at) and $seat (the area where they are kept, or empty), $into (what it is merged into, or empty),
// $ended (codes: in hand, or as it ended), $begun (organisation, part, whether as it ended).
MATCH (t:Task {id: $task})
MATCH (b:Book {code: $book})
MATCH (q:Request {id: $request})
SET b.position = $position, b.hash = $hash, t.state = $state, t.version = $version, t.due = $due, t.pending = t.called_by + '|' + $pending, q.version = $version
MERGE (x:Timer {id: $task}) ON CREATE SET x.lease = 0, x.fence = 0
SET x.at = $timer
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
FOREACH (row IN $contents | CREATE (t)-[:ABOUT]->(c:Content {id: row.id, salt: row.salt, text: row.text}))
WITH t
OPTIONAL MATCH (seat:Area {code: $seat})
OPTIONAL MATCH (into:Task {id: $into})
FOREACH (ruling IN CASE WHEN seat IS NULL THEN [] ELSE $rulings END |
  CREATE (t)-[:RULED_FOR {
    sequence: t.version, at: ruling.at, category: ruling.category, unit: ruling.unit, by: ruling.by
  }]->(seat)
)
FOREACH (one IN CASE WHEN into IS NULL THEN [] ELSE [1] END | CREATE (t)-[:MERGED_INTO]->(into))
WITH t
OPTIONAL MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation) WHERE org.code IN $ended
DELETE h
WITH DISTINCT t
UNWIND $begun AS part
MATCH (org:Organisation {code: part.organisation})
FOREACH (one IN CASE WHEN part.ended THEN [] ELSE [1] END |
  CREATE (t)-[:IN_HAND_OF {part: part.part, since_event: t.version}]->(org)
)
FOREACH (one IN CASE WHEN part.ended THEN [1] ELSE [] END |
  CREATE (t)-[:HANDLED_BY {part: part.part, since_event: t.version}]->(org)
)
RETURN count(*) AS begun
