// What happened to tasks that are there: their events, the texts kept apart, each as it is now, who has it in hand, the book's end.
// $book, $position, $hash, $request, $version (what the key leads to), $tasks: {id, version, what it keeps of its fold, pending (its due as text),
// timer (as text), fence (of the timer that is given back, or null), events, notices, contents, records (what is added to track records:
// id, book, organisation, category, month, done, tried, succeeded), rulings (category, unit, by, at), seat (the
// area where they are kept, or empty), into (what it is merged into, or empty), ended (codes: in hand, or as it ended), begun
// (organisation, part, whether as it ended)}.
// Returns the timers with their fences.
MATCH (b:Book {code: $book})
MATCH (q:Request {id: $request})
SET b.position = $position, b.hash = $hash, q.version = $version
WITH b
UNWIND $tasks AS row
MATCH (t:Task {id: row.id})
SET t.state = row.state, t.version = row.version, {{part:tasks/keeps}}
MERGE (x:Timer {id: row.id}) ON CREATE SET x.lease = 0, x.fence = 0
SET x.at = row.timer, x.lease = CASE WHEN row.fence IS NULL THEN x.lease ELSE 0 END
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
FOREACH (one IN row.records |
  MERGE (r:TrackRecord {id: one.id})
  ON CREATE SET r.book = one.book, r.organisation = one.organisation, r.category = one.category, r.month = one.month,
    r.done = 0, r.tried = 0, r.succeeded = 0
  SET r.done = r.done + one.done, r.tried = r.tried + one.tried, r.succeeded = r.succeeded + one.succeeded
)
FOREACH (one IN row.contents | CREATE (t)-[:ABOUT]->(c:Content {id: one.id, salt: one.salt, text: one.text}))
WITH t, x, row
OPTIONAL MATCH (seat:Area {code: row.seat})
OPTIONAL MATCH (into:Task {id: row.into})
FOREACH (ruling IN CASE WHEN seat IS NULL THEN [] ELSE row.rulings END |
  CREATE (t)-[:RULED_FOR {
    sequence: row.version, at: ruling.at, category: ruling.category, unit: ruling.unit, by: ruling.by
  }]->(seat)
)
FOREACH (one IN CASE WHEN into IS NULL THEN [] ELSE [1] END | CREATE (t)-[:MERGED_INTO]->(into))
WITH t, x, row
OPTIONAL MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation) WHERE org.code IN row.ended
WITH t, x, row, collect(h) AS gone
FOREACH (h IN gone | DELETE h)
WITH t, x, row
OPTIONAL MATCH (t)-[o:OPEN_AT]->(:Area)
WITH t, x, row, collect(o) AS open
FOREACH (o IN CASE WHEN row.final THEN open ELSE [] END | DELETE o)
WITH t, x, row, open
OPTIONAL MATCH (t)-[:AT]->(place:Area) WHERE open = [] AND NOT row.final
FOREACH (one IN CASE WHEN place IS NULL THEN [] ELSE [1] END | CREATE (t)-[:OPEN_AT]->(place))
WITH t, x, row
UNWIND CASE WHEN row.begun = [] THEN [null] ELSE row.begun END AS part
OPTIONAL MATCH (org:Organisation {code: part.organisation})
FOREACH (one IN CASE WHEN org IS NULL OR part.ended THEN [] ELSE [1] END |
  CREATE (t)-[:IN_HAND_OF {part: part.part, since_event: row.version}]->(org)
)
FOREACH (one IN CASE WHEN org IS NULL OR NOT part.ended THEN [] ELSE [1] END |
  CREATE (t)-[:HANDLED_BY {part: part.part, since_event: row.version}]->(org)
)
RETURN collect([x.id, x.fence]) AS timers
