// Tasks at places that lay in an area when they were called, or last had, the last called first, in pages by (time, id).
// $area, $before (time of the last row of the page before), $before_id, $limit, $on (whose names).
MATCH (t:Task)
WHERE (t.called_at < $before OR (t.called_at = $before AND t.id < $before_id))
  AND EXISTS {
    {{part:tasks/counted}}
    RETURN a
  }
WITH t ORDER BY t.called_at DESC, t.id DESC LIMIT $limit
MATCH (t)-[:AT]->(place:Area)
WITH t, place ORDER BY t.called_at DESC, t.id DESC
RETURN collect([
  t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop, t.due,
  CASE WHEN place.until <= $on THEN place.until END,
  {{area:place}},
  COLLECT {
    MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation)
    RETURN [h.part, {{organisation:org}}, type(h)]
    ORDER BY h.part DESC, org.code
  }
]) AS tasks
