// Keys of officers, or of organisations, that begin so, in their order.
// $prefix, $limit. Returns keys.
MATCH (n:{{label:shape}}) WHERE n.{{key:shape}} STARTS WITH $prefix
WITH n.{{key:shape}} AS key ORDER BY key LIMIT $limit
RETURN collect(key) AS keys
