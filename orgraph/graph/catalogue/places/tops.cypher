// Areas of the topmost levels on a day.
// $levels, $on. Returns areas.
MATCH (a:Area) WHERE a.level IN $levels AND a.since <= $on AND $on < a.until
WITH a ORDER BY a.code LIMIT 50
RETURN collect([a.code, a.name, a.level, a.kind, a.flag, a.synthetic]) AS areas
