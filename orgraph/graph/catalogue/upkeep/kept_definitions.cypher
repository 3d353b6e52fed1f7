// What is kept of definitions under digests from $first up to $last, both included, by digest, at most $limit.
MATCH (d:Definition) WHERE d.digest >= $first AND d.digest <= $last
RETURN d.digest, d.names, d.text ORDER BY d.digest LIMIT $limit
