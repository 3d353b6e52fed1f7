// The way up from each of some areas on a day: itself first, the top last.
// $codes, $on. Returns for each its code and the areas on the way.
MATCH (a:Area) WHERE a.code IN $codes AND {{held:a}}
WITH a ORDER BY a.code
RETURN collect([a.code,
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE {{steps:up}}
    RETURN [{{area:above}}] ORDER BY size(up)
  }]) AS chains
