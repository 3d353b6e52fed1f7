// All properties of some nodes: what stood before a change.
// $keys.
UNWIND $keys AS key
MATCH (n:{{label:shape}} { {{key:shape}}: key })
RETURN collect([key, properties(n)]) AS rows
