// Requests that events came from keep nothing any more of what was asked, as that can be guessed from it.
// $events: {task, sequence}. A whistle's first two events came from one request.
UNWIND $events AS event
MATCH (q:Request {task: event.task})
WHERE q.version = event.sequence OR (event.sequence <= 2 AND coalesce(q.version, 0) <= 2)
SET q.salt = '', q.body = ''
RETURN count(q) AS requests
