// What imports have changed, with their day and when they were begun, in pages by id.
// $after (the last id of the page before), $limit. Returns [id, row, as_of, started, before, after].
MATCH (c:Change) WHERE c.id > $after AND c.action = 'change'
WITH c ORDER BY c.id LIMIT $limit
RETURN collect([c.id, c.row, COLLECT { MATCH (i:Import {id: c.import}) RETURN [i.as_of, i.started] }, c.before, c.after]) AS rows
