// The area with a code and the names from the top down to it, on a day.
// $code, $on. Returns areas: fields and path, at most one.
MATCH (a:Area) WHERE a.code = $code AND a.since <= $on AND $on < a.until
RETURN collect([{{area:a}},
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
    RETURN {{dated:above.name}} ORDER BY size(up) DESC
  }]) AS areas
