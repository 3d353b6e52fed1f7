// Notices that were given up, or wait for a later try, are due now, and have all their tries before them; not those under way.
// $target, $now, $limit.
MATCH (n:Notice) WHERE n.target = $target AND n.lease <= $now AND (n.at IS NULL OR n.at > $now)
WITH n LIMIT $limit
SET n.at = $now, n.attempts = 0
WITH count(n) AS put
RETURN put, {{part:upkeep/format}}
