// Areas that may be meant by a name, of this day or another.
// $shorts: short forms of the name, $on, $limit. Returns areas.
MATCH (a:Area) WHERE a.short IN $shorts OR a.was IN $shorts OR (a.renamed = true AND any(one IN a.earlier WHERE one IN $shorts))
{{part:limited}}
