// Events that keep where a task was sent are found by when that was.
// $rows: {id, routed (an instant as text)}.
UNWIND $rows AS row
MATCH (e:Event {id: row.id})
SET e.routed = row.routed
RETURN count(*) AS events
