// The task that an idempotency key of an actor stands for.
// $request.
MATCH (q:Request {id: $request})
RETURN q.task AS task
