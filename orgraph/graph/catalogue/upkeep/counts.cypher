// How many nodes there are: whether a store is empty.
MATCH (n) RETURN count(n) AS nodes
