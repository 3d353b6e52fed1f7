// Decisions of a kind since an instant, as recorded. $types (of their events), $since (epoch milliseconds).
MATCH (e:Event) WHERE e.type IN $types AND e.at >= $since
RETURN e.task, e.sequence, e.payload ORDER BY e.at, e.id
