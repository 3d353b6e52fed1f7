// Tasks whose timers are due and free, the earliest first. Apart from the claim: a statement that writes finds no range by an index.
// $due (now, as Timer.at has it), $now, $limit.
MATCH (x:Timer) WHERE x.at <= $due AND x.lease <= $now
WITH x ORDER BY x.at, x.id LIMIT $limit
RETURN collect(x.id) AS tasks
