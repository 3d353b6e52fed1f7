// Areas that have a code of the Ministry of Civil Affairs on a day; where $ever, also those that have it on another.
// $mca, $former (as earlier ones are kept), $ever, $on, $limit. Returns areas.
MATCH (a:Area) WHERE (a.mca = $mca OR (a.renamed = true AND $former IN a.earlier)) AND ($ever OR {{dated:a.mca}} = $mca)
{{part:limited}}
