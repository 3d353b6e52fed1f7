// New nodes, complete from the start: labels are never added later.
// $rows: a list of all properties each, in the order of the model but for $pack and $import, which are those of all.
UNWIND $rows AS row
CREATE (n:{{labels:shape}} { {{columns:shape}} })
RETURN count(n) AS added
