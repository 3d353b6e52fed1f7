// Open tasks that an organisation has in hand, the one due first first, in pages by (due, id).
// $organisation, $after (due of the last row of the page before), $after_id, $limit, $on (whose names).
// Returns whether there is such an organisation, and the tasks.
OPTIONAL MATCH (org:Organisation {code: $organisation})
RETURN org IS NOT NULL AS known, COLLECT {
  MATCH (org)<-[:IN_HAND_OF]-(t:Task)
  WHERE t.due > $after OR (t.due = $after AND t.id > $after_id)
  WITH t ORDER BY t.due, t.id LIMIT $limit
  MATCH (t)-[:AT]->(place:Area)
  RETURN [
    t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop, t.due,
    CASE WHEN place.until <= $on THEN place.until END,
    {{area:place}},
    COLLECT {
      MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(one:Organisation)
      RETURN [h.part, {{organisation:one}}, type(h)]
      ORDER BY h.part DESC, one.code
    }
  ] ORDER BY t.due, t.id
} AS tasks
