// What areas or organisations are looked up by, in pages by code. $after (the last code of the page before), $limit.
// Returns for each its code, short name, the one before, those before that, all former ones by time; aliases.
MATCH (n:{{label:shape}}) WHERE n.code > $after
WITH n ORDER BY n.code LIMIT $limit
RETURN collect([n.code, n.short, n.was, n.earlier, n.past_short, n.aliases]) AS names
