// What tasks keep of their fold, and where lists find those that are open.
// Written first, then looked at: of a task that has moved on meanwhile who moved it has written all of this.
// $rows: {id, version (that of the events it was folded from), what it keeps of its fold}.
UNWIND $rows AS row
MATCH (t:Task {id: row.id})-[:AT]->(place:Area)
SET t.backstop = t.backstop
WITH t, place, row WHERE t.version = row.version
SET {{part:tasks/keeps}}
WITH t, place, row
OPTIONAL MATCH (t)-[o:OPEN_AT]->(:Area)
WITH t, place, row, collect(o) AS open
FOREACH (o IN CASE WHEN row.final THEN open ELSE [] END | DELETE o)
FOREACH (one IN CASE WHEN row.final OR size(open) > 0 THEN [] ELSE [1] END | CREATE (t)-[:OPEN_AT]->(place))
RETURN count(t) AS tasks
