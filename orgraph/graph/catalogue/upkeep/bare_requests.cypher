// Requests that keep the bare hash of their body, as format 1 did, in pages by id.
// $after (the last id of the page before), $limit.
MATCH (q:Request) WHERE q.id > $after AND q.salt IS NULL
WITH q ORDER BY q.id LIMIT $limit
RETURN collect([q.id, q.body, q.task, q.version]) AS requests
