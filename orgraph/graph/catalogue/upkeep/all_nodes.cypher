// Every node of a label, as a stream: its labels and properties.
MATCH (n:{{label:shape}})
RETURN labels(n) AS labels, properties(n) AS values
