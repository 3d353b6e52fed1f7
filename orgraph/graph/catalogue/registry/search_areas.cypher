// Areas whose short name begins with what was typed, with the names from the top down, on a day; the shortest names first.
// $prefix, $on, $limit. Returns areas.
MATCH (a:Area) WHERE a.short STARTS WITH $prefix AND {{held:a}}
WITH a ORDER BY size(a.short), a.code LIMIT $limit
RETURN collect([{{area:a}},
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE {{steps:up}}
    RETURN {{dated:above.name}} ORDER BY size(up) DESC
  }]) AS areas
