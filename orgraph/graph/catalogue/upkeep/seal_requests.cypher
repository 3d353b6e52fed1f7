// What requests keep of their body instead of its bare hash.
// $rows: {id, salt, body}.
UNWIND $rows AS row
MATCH (q:Request {id: row.id})
SET q.salt = row.salt, q.body = row.body
RETURN count(q) AS sealed
