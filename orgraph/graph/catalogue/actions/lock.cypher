// First statement of an action's transaction: claim the idempotency key, then lock the task's book, both by writing; then look.
// $task, $request, $actor, $body and $salt (its seal), $at, $me, $into (a task of the same book that is written, too, or empty).
// Returns what the key stands for, the task's state and what is due, the end of the book, the task's events, its children that are
// still open, whether its parent has ended, and the other task; nothing if there is no such task.
MATCH (t:Task {id: $task})
MERGE (q:Request {id: $request})
ON CREATE SET q.actor = $actor, q.body = $body, q.salt = $salt, q.task = $task, q.at = $at
SET q.lock = $me
WITH t, q
MATCH (b:Book {code: t.book})
SET b.lock = $me
WITH t, q, b
OPTIONAL MATCH (x:Timer {id: t.id})
RETURN q.salt AS salt, q.body AS body, q.task AS task, q.version AS version, t.state AS state, t.due AS due, x.at AS timer, b.code AS book, b.position AS position, b.hash AS hash,
  COLLECT {
    MATCH (t)-[:HAS_EVENT]->(e:Event)
    RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
  } AS events,
  COLLECT {
    MATCH (t)<-[:CHILD_OF]-(c:Task) WHERE EXISTS { MATCH (c)-[:IN_HAND_OF]->(:Organisation) }
    RETURN c.id ORDER BY c.id
  } AS open_children,
  EXISTS {
    MATCH (t)-[:CHILD_OF]->(p:Task) WHERE NOT EXISTS { MATCH (p)-[:IN_HAND_OF]->(:Organisation) }
  } AS parent_ended,
  COLLECT {
    MATCH (o:Task {id: $into}) WHERE o.book = t.book AND o.id <> t.id
    RETURN [o.state, o.due, COLLECT { MATCH (ox:Timer {id: $into}) RETURN ox.at }, COLLECT {
      MATCH (o)-[:HAS_EVENT]->(e:Event)
      RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
    }]
  } AS other, {{part:upkeep/format}}
