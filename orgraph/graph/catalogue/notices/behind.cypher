// Put notices behind an earlier one of their task: due when it is ($rows: id, fence, at), unless somebody else holds them by now. $me.
UNWIND $rows AS row
MATCH (n:Notice {id: row.id})
SET n.holder = $me
WITH n, row WHERE n.fence = row.fence AND n.at IS NOT NULL
SET n.at = row.at, n.lease = 0
WITH count(n) AS put
RETURN put, {{part:upkeep/format}}
