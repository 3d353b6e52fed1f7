// Areas that carry a name among their aliases.
// $alias, $on, $limit. Returns areas.
MATCH (a:Area) WHERE a.aliased = true AND $alias IN a.aliases
{{part:limited}}
