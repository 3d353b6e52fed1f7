// Keys, digests, periods and labels of the nodes that a pack brought, from one key to another.
// $pack, $first, $last (both included).
MATCH (n:{{label:shape}}) WHERE n.pack = $pack AND n.{{key:shape}} >= $first AND n.{{key:shape}} <= $last
RETURN collect([n.{{key:shape}}, n.digest, n.since, n.until, labels(n)]) AS rows
