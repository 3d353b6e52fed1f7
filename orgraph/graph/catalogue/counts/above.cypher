// Some areas and all above them, of whatever day, each with all steps up from it.
// $codes, $on, by whose names they are told. Returns area, since, until, steps [code, since, until].
MATCH (place:Area) WHERE place.code IN $codes
MATCH (place)-[:PART_OF*0..{{max_depth}}]->(a:Area)
WITH DISTINCT a
RETURN [{{area:a}}] AS area, a.since, a.until, COLLECT {
    MATCH (a)-[p:PART_OF]->(above:Area) WHERE p.since < p.until RETURN [above.code, p.since, p.until]
  } AS steps
