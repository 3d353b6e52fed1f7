// Relationships of a type between organisations that other packs brought, by the organisations they start at.
// $keys, $pack.
UNWIND $keys AS key
MATCH (source:Organisation {code: key})-[r:{{relationship:type}}]->(target:Organisation) WHERE r.pack <> $pack
RETURN collect([r.id, source.code, target.code, r.since, r.until]) AS ties
