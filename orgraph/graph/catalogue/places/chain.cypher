// An area and those above it on a day, nearest first.
// $code, $on. Returns areas.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(above:Area)
WHERE {{steps:up}}
WITH above, size(up) AS distance ORDER BY distance
RETURN collect([{{area:above}}]) AS areas
