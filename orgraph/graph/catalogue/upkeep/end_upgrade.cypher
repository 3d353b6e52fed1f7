// The store has come to a format.
// $id, $to.
MATCH (s:Store {id: $id})
SET s.format = $to, s.upgrading = null
RETURN s.format AS format
