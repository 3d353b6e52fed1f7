// New relationships, complete from the start.
// $rows: keys of both ends and a list of all properties each, in the order of the model but for $pack and $import.
UNWIND $rows AS row
MATCH (source:{{label:source}} { {{key:source}}: row[0] })
MATCH (target:{{label:target}} { {{key:target}}: row[1] })
CREATE (source)-[r:{{relationship:type}} { {{columns:type}} }]->(target)
RETURN count(r) AS added
