// Areas of some levels that are or were part of some areas, each with all steps up from it, of whatever day.
// $codes of the areas above, $levels, $on, by whose names they are told. Returns area, since, until, steps [code, since, until].
MATCH (top:Area) WHERE top.code IN $codes
MATCH (top)<-[:PART_OF]-(a:Area) WHERE coalesce(a.level, '') IN $levels
WITH DISTINCT a
RETURN [{{area:a}}] AS area, a.since, a.until, COLLECT {
    MATCH (a)-[p:PART_OF]->(above:Area) WHERE p.since < p.until RETURN [above.code, p.since, p.until]
  } AS steps
