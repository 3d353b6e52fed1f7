// Tasks called in a period at places that lay in an area then: how many have the same tally, and each that keeps none by itself.
// $area, $since, $until (epoch milliseconds).
{{part:supervision/called}}
{{part:supervision/counted}}
RETURN t.tally AS tally, CASE WHEN t.tally IS NULL THEN t.id END AS task, count(*) AS number
