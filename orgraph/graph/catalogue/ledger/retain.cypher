// Say up to which end of tasks what is kept no longer was taken out, locked first. $id (of the store), $me, $retained (JSON).
MATCH (s:Store {id: $id})
SET s.lock = $me
WITH s
SET s.retained = $retained
RETURN s.id AS id, {{part:upkeep/format}}
