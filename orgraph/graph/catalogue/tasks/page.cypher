// Tasks at places in an area, the last called first, in pages by (time, id).
// $area, $before (time of the last row of the page before), $before_id, $limit, $on (whose names).
MATCH (t:Task)
WHERE (t.called_at < $before OR (t.called_at = $before AND t.id < $before_id))
  AND EXISTS { MATCH (t)-[:AT]->(:Area)-[:PART_OF*0..{{max_depth}}]->(above:Area) WHERE coalesce(above.code, '') = $area }
WITH t ORDER BY t.called_at DESC, t.id DESC LIMIT $limit
MATCH (t)-[:AT]->(place:Area)
WITH t, place ORDER BY t.called_at DESC, t.id DESC
RETURN collect([
  t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop, t.due,
  {{area:place}},
  COLLECT {
    MATCH (t)-[h:IN_HAND_OF]->(org:Organisation)
    RETURN [h.part, {{organisation:org}}]
    ORDER BY h.part DESC, org.code
  }
]) AS tasks
