// The area with a code and the names from the top down to it, on a day.
// $code, $on. Returns areas: fields, path (empty if it is not there then), period, names; at most one.
MATCH (a:Area) WHERE a.code = $code
{{part:found}}
