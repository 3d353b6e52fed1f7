// Ids, digests, periods, ends and values of the relationships of a type that a pack brought, in pages by id.
// $pack, $after (the last id of the page before), $limit.
MATCH (source:{{label:start}})-[r:{{relationship:type}}]->(target) WHERE r.pack = $pack AND r.id > $after
WITH r.id AS id, r.digest AS digest, r.since AS since, r.until AS until, [{{said:type}}] AS said,
  coalesce(source.code, source.id) AS start, coalesce(target.code, target.id) AS end
ORDER BY id LIMIT $limit
RETURN collect([id, digest, since, until, start, end, said]) AS rows
