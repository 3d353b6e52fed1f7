// Take notices for a while, each with its event and the number of its task; who looked at the same time waits for the lock and then sees that they are taken.
// $ids, $now, $until (the end of the lease), $me.
UNWIND $ids AS id
MATCH (n:Notice {id: id})
SET n.holder = $me
WITH n WHERE n.at <= $now AND n.lease <= $now
SET n.lease = $until, n.fence = n.fence + 1
WITH n
MATCH (e:Event {id: n.event})
WITH n, e ORDER BY e.task, e.sequence
WITH collect([
  n.id, n.fence, n.attempts,
  [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash],
  COLLECT { MATCH (t:Task {id: e.task}) RETURN t.number }
]) AS notices
RETURN notices, {{part:upkeep/format}}
