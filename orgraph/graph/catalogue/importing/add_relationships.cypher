// New relationships, complete from the start.
// $rows: a map of all properties each, with from_key and to_key.
UNWIND $rows AS row
MATCH (source:{{label:source}} { {{key:source}}: row.from_key })
MATCH (target:{{label:target}} { {{key:target}}: row.to_key })
CREATE (source)-[r:{{relationship:type}} { {{properties:type}} }]->(target)
RETURN count(r) AS added
