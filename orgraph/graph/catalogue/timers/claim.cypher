// Take timers that are due for a while; who looked at the same time waits for the lock and then sees that they are taken.
// $tasks, $due (now, as Timer.at has it), $now, $until (the end of the lease), $me.
UNWIND $tasks AS task
MATCH (x:Timer {id: task})
SET x.holder = $me
WITH x WHERE x.at <= $due AND x.lease <= $now
SET x.lease = $until, x.fence = x.fence + 1
WITH x ORDER BY x.at, x.id
WITH collect([x.id, x.fence, x.at]) AS timers
RETURN timers, {{part:upkeep/format}}
