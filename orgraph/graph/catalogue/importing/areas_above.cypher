// An area and those above it, nearest first, whatever the day: where the root of a pack hangs.
// $code. Returns areas.
MATCH (a:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(above:Area)
WITH DISTINCT above, size(up) AS distance ORDER BY distance, above.code
RETURN collect([above.code, above.name, above.level, above.kind, above.since, above.until, above.households, above.flag, above.pack,
  COLLECT { MATCH (above)-[p:PART_OF]->(next:Area) RETURN next.code ORDER BY p.until DESC, next.code }]) AS areas
