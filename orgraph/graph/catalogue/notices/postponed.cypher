// A notice has not arrived: it is tried again at $at (null: never; it stays on record), unless somebody else holds it by now.
// $id, $fence, $why, $me.
MATCH (n:Notice {id: $id})
SET n.holder = $me
WITH n WHERE n.fence = $fence
SET n.at = $at, n.attempts = n.attempts + 1, n.why = $why, n.lease = 0
RETURN n.id AS id, {{part:upkeep/format}}
