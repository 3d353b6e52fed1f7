// Keys, digests, periods and labels of the nodes that a pack brought, in pages by key; only what is returned is sorted.
// $pack, $after (the last key of the page before), $limit.
MATCH (n:{{label:shape}}) WHERE n.pack = $pack AND n.{{key:shape}} > $after
WITH n.{{key:shape}} AS key, n.digest AS digest, n.since AS since, n.until AS until, labels(n) AS labels ORDER BY key LIMIT $limit
RETURN collect([key, digest, since, until, labels]) AS rows
