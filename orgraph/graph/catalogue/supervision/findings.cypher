// Of tasks called in a period at places that lay in an area then those that keep findings, what was found last first.
// $area, $since, $until (epoch milliseconds), $limit.
{{part:supervision/called}}
  AND t.found_at IS NOT NULL
{{part:supervision/counted}}
WITH t ORDER BY t.found_at DESC, t.id LIMIT $limit
RETURN t.id, t.findings
