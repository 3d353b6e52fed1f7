// Routings and proposals since an instant, as recorded. $since (as text).
MATCH (e:Event) WHERE e.routed >= $since
RETURN e.task, e.sequence, e.payload ORDER BY e.routed, e.id
