// The names by which areas and organisations are looked up, in pages by code. $after (the last code of the page before), $limit.
MATCH (n:{{label:shape}}) WHERE n.code > $after
WITH n ORDER BY n.code LIMIT $limit
RETURN collect([n.code, n.short]) AS shorts
