// Areas that carry a name among their aliases, with the names from the top down, on a day.
// $alias, $on, $limit. Returns areas.
MATCH (a:Area) WHERE a.aliased = true AND $alias IN a.aliases AND a.since <= $on AND $on < a.until
WITH a ORDER BY a.code LIMIT $limit
RETURN collect([{{area:a}},
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
    RETURN {{dated:above.name}} ORDER BY size(up) DESC
  }]) AS areas
