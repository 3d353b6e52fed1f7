// New values for some properties of relationships, found from the node they start at.
// $rows: {id, from_key, values}.
UNWIND $rows AS row
MATCH (source:{{label:source}} { {{key:source}}: row.from_key })-[r:{{relationship:type}}]->() WHERE r.id = row.id
SET r += row.values
RETURN count(r) AS changed
