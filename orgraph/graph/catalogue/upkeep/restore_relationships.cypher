// Relationships as a backup has them.
// $rows: {from_key, to_key, values}.
UNWIND $rows AS row
MATCH (source:{{label:source}} { {{key:source}}: row.from_key })
MATCH (target:{{label:target}} { {{key:target}}: row.to_key })
CREATE (source)-[r:{{relationship:type}}]->(target)
SET r = row.values
RETURN count(r) AS added
