// Areas with a code of the Ministry of Civil Affairs, with the names from the top down, on a day.
// $mca, $on. Returns areas: fields and path.
MATCH (a:Area) WHERE a.mca = $mca AND a.since <= $on AND $on < a.until
WITH a ORDER BY a.code LIMIT 50
RETURN collect([{{area:a}},
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
    RETURN {{dated:above.name}} ORDER BY size(up) DESC
  }]) AS areas
