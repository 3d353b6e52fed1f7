// Areas below some areas that carry a name among their aliases: one segment of a path.
// $codes of the areas above, $names, $on, $limit.
MATCH (top:Area) WHERE top.code IN $codes
MATCH (top)<-[down:PART_OF*1..3]-(a:Area)
WHERE a.aliased = true AND any(one IN a.aliases WHERE one IN $names) AND {{held:a}} AND {{steps:down}}
WITH DISTINCT a ORDER BY a.level, a.code LIMIT $limit
{{part:found}}
