// Take notices to a target that are due, for a while, the earliest first, each with its event.
// $target, $now, $until (the end of the lease), $me, $limit.
MATCH (n:Notice) WHERE n.target = $target AND n.at <= $now AND n.lease <= $now
WITH n ORDER BY n.at, n.id LIMIT $limit
SET n.holder = $me
WITH n WHERE n.lease <= $now
SET n.lease = $until, n.fence = n.fence + 1
WITH n
MATCH (e:Event {id: n.event})
WITH n, e ORDER BY n.at, n.id
RETURN collect([
  n.id, n.fence, n.attempts,
  [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash]
]) AS notices
