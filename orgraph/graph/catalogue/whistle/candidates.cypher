// Everything a whistle's decision needs, from a place upward on a day, nearest first, as one record.
// $code, $on, $posts (roles that may blow any kind), $lineage (the category and its parents), $backstop (kinds),
// $asked (codes of units called for), $contacts (duty and principal roles).
// Returns levels (area, whether it is there, holders of the posts, organisations), and whether the way once went on.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(area:Area)
WHERE {{steps:up}} AND {{held:place}}
WITH area, size(up) AS distance ORDER BY distance
WITH collect({{part:level}}) AS levels, collect(area) AS areas
WITH levels, areas[size(areas) - 1] AS area
RETURN levels, EXISTS { MATCH (area)-[:PART_OF]->(:Area) } AS once_farther
