// First statement of an action's transaction: claim the idempotency key, then lock the task's book, both by writing; then look.
// $task, $request, $actor, $body, $at, $me.
// Returns what the key stands for, the task's state and what is due, the end of the book and the task's events; nothing if there is no such task.
MATCH (t:Task {id: $task})
MERGE (q:Request {id: $request})
ON CREATE SET q.actor = $actor, q.body = $body, q.task = $task, q.at = $at
SET q.lock = $me
WITH t, q
MATCH (b:Book {code: t.book})
SET b.lock = $me
WITH t, q, b
OPTIONAL MATCH (x:Timer {id: t.id})
RETURN q.body AS body, q.task AS task, q.version AS version, t.state AS state, t.due AS due, x.at AS timer, b.code AS book, b.position AS position, b.hash AS hash,
  COLLECT {
    MATCH (t)-[:HAS_EVENT]->(e:Event)
    RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
  } AS events
