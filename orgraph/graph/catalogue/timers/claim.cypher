// Take timers that are due for a while; who looked at the same time waits for the lock and then sees that they are taken.
// $now, $until (the end of the lease), $me, $limit.
MATCH (x:Timer) WHERE x.at <= $now AND x.lease <= $now
WITH x ORDER BY x.at, x.id LIMIT $limit
SET x.holder = $me
WITH x WHERE x.lease <= $now
SET x.lease = $until, x.fence = x.fence + 1
WITH x ORDER BY x.at, x.id
RETURN collect([x.id, x.fence, x.at]) AS timers
