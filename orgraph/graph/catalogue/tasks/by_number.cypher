// Tasks that have one of some numbers, each as lists show it. $numbers, $on (whose names).
UNWIND $numbers AS number
MATCH (t:Task {number: number})
WITH t ORDER BY t.id
RETURN collect([{{part:row}}]) AS tasks
