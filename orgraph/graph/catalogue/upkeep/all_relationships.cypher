// Every relationship of a type that starts at nodes of a label, as a stream.
MATCH (s:{{label:source}})-[r:{{relationship:type}}]->(t)
RETURN s.{{key:source}} AS source, labels(t) AS labels, coalesce(t.code, t.id) AS target, properties(r) AS values
