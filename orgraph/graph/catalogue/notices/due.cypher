// Notices to a target that are due and free, the earliest first, each with its event's task and number in it.
// $target, $now, $limit.
MATCH (n:Notice) WHERE n.target = $target AND n.at <= $now AND n.lease <= $now
WITH n ORDER BY n.at, n.id LIMIT $limit
MATCH (e:Event {id: n.event})
RETURN collect([n.id, n.fence, e.task, e.sequence, n.at]) AS notices
