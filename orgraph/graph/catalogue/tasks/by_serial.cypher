// Tasks whose number ends in a serial, the last called first, each as lists show it.
// $serial, $ending (of the number, with its year if that was given), $limit, $on (whose names).
MATCH (t:Task {serial: $serial})
WHERE t.number ENDS WITH $ending
WITH t ORDER BY t.called_at DESC, t.id LIMIT $limit
RETURN collect([{{part:row}}]) AS tasks
