// Ids, digests, ends in time and ends in space of the relationships of a type that a pack brought, in pages by id.
// $pack, $after (the last id of the page before), $limit.
MATCH (source)-[r:{{relationship:type}}]->(target) WHERE r.pack = $pack AND r.id > $after
WITH source, r, target ORDER BY r.id LIMIT $limit
RETURN collect([r.id, r.digest, r.since, r.until, coalesce(source.code, source.id), coalesce(target.code, target.id), r.role]) AS rows
