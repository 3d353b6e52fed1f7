// Tasks called in a period at places that lay in an area then: how many have the same tally, and each that keeps none by itself.
// They are counted by what stands for it, which is read where the task is; the text, which Neo4j keeps apart, of one of them only.
// It is null where that one has been reopened in this moment. $area, $since, $until (epoch milliseconds).
{{part:supervision/called}}
{{part:supervision/counted}}
WITH t.counted_as AS kept, CASE WHEN t.counted_as IS NULL THEN t.id END AS task, count(*) AS number, min(t.id) AS one
MATCH (r:Task {id: one})
RETURN CASE WHEN r.counted_as = kept THEN r.tally END AS tally, task, number
