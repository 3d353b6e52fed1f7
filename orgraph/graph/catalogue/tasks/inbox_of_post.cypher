// Open tasks that a post has called for, the one due first first, in pages by (due, id). A closed task has no due.
// $post (role@area), $after (due of the last row of the page before), $after_id, $limit.
MATCH (t:Task {called_by: $post})
WHERE t.due >= $after AND (t.due > $after OR t.id > $after_id)
WITH t ORDER BY t.due, t.id LIMIT $limit
MATCH (t)-[:AT]->(place:Area)
WITH t, place ORDER BY t.due, t.id
RETURN collect([
  t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop, t.due,
  place.code, place.name, place.level, place.kind, place.flag, place.synthetic,
  COLLECT {
    MATCH (t)-[h:IN_HAND_OF]->(org:Organisation)
    RETURN [h.part, org.code, org.name, org.kind, org:Unit, org.tier, org.duty_phone, org.synthetic]
    ORDER BY h.part DESC, org.code
  }
]) AS tasks
