// Areas that carry one of some names among their aliases.
// $names, $on, $limit. Returns areas.
MATCH (a:Area) WHERE a.aliased = true AND any(one IN a.aliases WHERE one IN $names)
{{part:limited}}
