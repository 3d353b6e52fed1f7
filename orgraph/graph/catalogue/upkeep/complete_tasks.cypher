// What tasks of format 1 lack: the day on which they were opened, and who had them when they ended.
// $rows: {task, opened_on, parts: {organisation, part}}.
UNWIND $rows AS row
MATCH (t:Task {id: row.task})
SET t.opened_on = row.opened_on
WITH t, row
UNWIND row.parts AS part
MATCH (org:Organisation {code: part.organisation})
CREATE (t)-[:HANDLED_BY {part: part.part, since_event: t.version}]->(org)
RETURN count(*) AS parts
