// What each of some organisations is under, or of, on a day; {{relationship:line}} says which of the two.
// $codes, $on. Returns for each its code and those above it.
MATCH (org:Organisation) WHERE org.code IN $codes
WITH org ORDER BY org.code
RETURN collect([org.code,
  COLLECT {
    MATCH (org)-[u:{{relationship:line}}]->(top:Organisation) WHERE {{held:u}} AND {{held:top}}
    RETURN [{{organisation:top}}] ORDER BY top.code LIMIT 1
  }]) AS above
