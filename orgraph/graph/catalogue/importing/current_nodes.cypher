// Keys, digests and ends of the nodes that a pack brought, in pages by key.
// $pack, $after (the last key of the page before), $limit.
MATCH (n:{{label:shape}}) WHERE n.pack = $pack AND n.{{key:shape}} > $after
WITH n ORDER BY n.{{key:shape}} LIMIT $limit
RETURN collect([n.{{key:shape}}, n.digest, n.since, n.until]) AS rows
