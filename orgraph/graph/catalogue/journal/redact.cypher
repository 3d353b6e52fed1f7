// Take contents out of the ledger: the event keeps their hashes, nobody can read or guess them any more; nor from the requests that
// events came from, which keep nothing of what was asked. A whistle's first two events came from one request.
// $contents (ids), $at, $events: {task, sequence}.
UNWIND $contents AS id
MATCH (c:Content {id: id})
SET c.text = '', c.salt = '', c.redacted = $at
WITH count(c) AS contents
UNWIND $events AS event
MATCH (q:Request {task: event.task})
WHERE q.version = event.sequence OR (event.sequence <= 2 AND coalesce(q.version, 0) <= 2)
SET q.salt = '', q.body = ''
RETURN contents, count(q) AS requests
