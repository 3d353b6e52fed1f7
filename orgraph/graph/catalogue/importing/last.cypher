// The imports of a pack, the last first.
// $pack, $limit.
MATCH (i:Import {pack: $pack})
WITH i ORDER BY i.started DESC, i.id LIMIT $limit
RETURN collect(properties(i)) AS imports
