// Organisations of some kinds with the areas that they serve or lead, of whatever day.
// $kinds, $on, by whose names they are told. Returns organisation, since, until, areas [code, since, until].
MATCH (u:Organisation) WHERE u.kind IN $kinds
RETURN [{{organisation:u}}] AS unit, u.since, u.until, COLLECT {
    MATCH (u)-[s:SERVES|LEADS]->(a:Area) WHERE s.since < s.until RETURN [a.code, s.since, s.until]
  } AS areas
