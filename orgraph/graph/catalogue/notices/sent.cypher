// A notice has arrived: it is taken out of the outbox, unless somebody else holds it by now. $id, $fence, $me.
MATCH (n:Notice {id: $id})
SET n.holder = $me
WITH n, n.id AS id WHERE n.fence = $fence
DELETE n
RETURN id, {{part:upkeep/format}}
