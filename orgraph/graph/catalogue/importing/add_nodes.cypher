// New nodes, complete from the start: labels are never added later.
// $rows: a map of all properties each.
UNWIND $rows AS row
CREATE (n:{{labels:shape}} { {{properties:shape}} })
RETURN count(n) AS added
