// Areas under a root that other packs brought: what a pack builds on, in pages by code.
// $root, $pack, $after, $limit. Returns areas with the code of what they are part of now, or were last.
MATCH (root:Area {code: $root})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE a.pack <> $pack AND a.code > $after
WITH DISTINCT a ORDER BY a.code LIMIT $limit
RETURN collect([a.code, a.name, a.level, a.kind, a.since, a.until, a.households, a.flag, a.pack,
  COLLECT { MATCH (a)-[p:PART_OF]->(above:Area) RETURN above.code ORDER BY p.until DESC, above.code }]) AS areas
