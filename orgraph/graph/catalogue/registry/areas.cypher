// Areas by their codes, as they stood on a day.
// $codes, $on. Returns areas, by code; a code that no area had then is not among them.
MATCH (a:Area) WHERE a.code IN $codes AND {{held:a}}
WITH a ORDER BY a.code
RETURN collect([{{area:a}}]) AS areas
