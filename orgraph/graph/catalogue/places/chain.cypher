// An area and those above it on a day, nearest first.
// $code, $on. Returns areas.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(area:Area)
WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
WITH area, size(up) AS distance ORDER BY distance
RETURN collect([{{area:area}}]) AS areas
