// New values for some properties of nodes.
// $rows: {key, values}.
UNWIND $rows AS row
MATCH (n:{{label:shape}} { {{key:shape}}: row.key })
SET n += row.values
RETURN count(n) AS changed
