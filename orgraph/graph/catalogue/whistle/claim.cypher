// First statement of a whistle's transaction: claim the idempotency key, then lock the book of the county, both by writing.
// $request, $actor, $body and $salt (its seal), $task, $at, $me, $book, $genesis; $place, $kind and $category of what is not opened
// twice ($place is empty where anything may be).
// Returns the seal and task that the key stands for, whether that task exists, the end of the book, and such tasks that are open.
MERGE (q:Request {id: $request})
ON CREATE SET q.actor = $actor, q.body = $body, q.salt = $salt, q.task = $task, q.at = $at
SET q.lock = $me
WITH q
MERGE (b:Book {code: $book})
ON CREATE SET b.position = 0, b.hash = $genesis
SET b.lock = $me
WITH q, b
RETURN q.salt AS salt, q.body AS body, q.task AS task, EXISTS { MATCH (t:Task {id: q.task}) } AS done, b.position AS position, b.hash AS hash,
  COLLECT {
    MATCH (:Area {code: $place})<-[:AT]-(o:Task)
    WHERE o.kind = $kind AND o.category = $category AND EXISTS { MATCH (o)-[:IN_HAND_OF]->(:Organisation) }
    RETURN o.id ORDER BY o.called_at, o.id
  } AS open,
  {{part:upkeep/format}}
