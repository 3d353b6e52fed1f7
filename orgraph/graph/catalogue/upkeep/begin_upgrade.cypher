// From now on nobody writes who knows the format before only. Returns the format that the store has.
// $id, $to.
MATCH (s:Store {id: $id})
SET s.upgrading = $to
RETURN s.format AS format
