// Who is posted to, serves or leads each area from a place upward, on a day; nearest first, as one record.
// $code area code, $on business day (ISO). Returns levels, whether the way once went on, and the packs whose import is not
// done; no levels: no such area then.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(area:Area)
WHERE {{steps:up}} AND {{held:place}}
WITH area, size(up) AS distance ORDER BY distance
WITH collect({{part:level}}) AS levels, collect(area) AS areas
WITH levels, areas[size(areas) - 1] AS area
RETURN levels, EXISTS { MATCH (area)-[:PART_OF]->(:Area) } AS once_farther,
  COLLECT { MATCH (i:Import {state: 'running'}) RETURN DISTINCT i.pack } AS incomplete
