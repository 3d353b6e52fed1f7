// Officers by their identifiers.
// $ids. Returns officers, by identifier.
MATCH (o:Officer) WHERE o.id IN $ids
WITH o ORDER BY o.id
RETURN collect([o.id, o.name, o.profession, o.tier, o.synthetic]) AS officers
