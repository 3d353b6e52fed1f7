// Every step up from an area, of whatever day, with the periods of areas and steps: a rule finds the way among them.
// $code. Returns areas [code, since, until] and steps [area, the one above, since, until].
MATCH (place:Area {code: $code})
RETURN COLLECT {
    MATCH (place)-[:PART_OF*0..{{max_depth}}]->(a:Area) RETURN DISTINCT [a.code, a.since, a.until] AS row ORDER BY row
  } AS areas, COLLECT {
    MATCH (place)-[:PART_OF*0..{{max_depth}}]->(a:Area)-[p:PART_OF]->(above:Area)
    RETURN DISTINCT [a.code, above.code, p.since, p.until] AS row ORDER BY row
  } AS steps
