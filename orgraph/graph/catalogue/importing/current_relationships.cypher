// Ids, digests, periods and ends of the relationships of a type that a pack brought, in pages by id.
// $pack, $after (the last id of the page before), $limit.
MATCH (source:{{label:start}})-[r:{{relationship:type}}]->(target) WHERE r.pack = $pack AND r.id > $after
WITH r.id AS id, r.digest AS digest, r.since AS since, r.until AS until, coalesce(r.role, r.part) AS role, r.categories AS categories,
  coalesce(source.code, source.id) AS start, coalesce(target.code, target.id) AS end
ORDER BY id LIMIT $limit
RETURN collect([id, digest, since, until, start, end, role, categories]) AS rows
