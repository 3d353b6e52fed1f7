// All properties of some relationships: what stood before a change.
// $rows: {id, from_key}.
UNWIND $rows AS row
MATCH (source:{{label:source}} { {{key:source}}: row.from_key })-[r:{{relationship:type}}]->() WHERE r.id = row.id
RETURN collect([r.id, properties(r)]) AS rows
