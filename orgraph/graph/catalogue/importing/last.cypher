// The imports of a pack, the last first.
// $pack, $limit.
MATCH (i:Import {pack: $pack})
WITH i ORDER BY coalesce(i.number, -1) DESC, i.started DESC, i.id LIMIT $limit
RETURN collect(properties(i)) AS imports
