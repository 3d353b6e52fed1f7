// Areas that a scope leaves out, of those under a root on a day.
// $codes, $area, $on. Returns [code, name].
UNWIND $codes AS code
MATCH way = (a:Area {code: code})-[up:PART_OF*0..{{max_depth}}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND all(step IN up WHERE step.since <= $on AND $on < step.until)
RETURN collect([a.code, {{dated:a.name}}]) AS rows
