// Open tasks that a post has called for, the one due first first, in pages by (due, id). A closed task has no `pending`.
// $from (post and due of the last row of the page before) and $to (after all of the post), as Task.pending has them, $after_id, $limit, $on (whose names).
// The place comes from within the list: behind a second MATCH the embedded engine would find no range by its index.
MATCH (t:Task)
WHERE t.pending >= $from AND t.pending < $to AND (t.pending > $from OR t.id > $after_id)
WITH t ORDER BY t.pending, t.id LIMIT $limit
RETURN collect([
  t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop, t.due,
  COLLECT {
    MATCH (t)-[:AT]->(place:Area) RETURN [CASE WHEN place.until <= $on THEN place.until END, {{area:place}}]
  },
  COLLECT {
    MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation)
    RETURN [h.part, {{organisation:org}}, type(h)]
    ORDER BY h.part DESC, org.code
  }
]) AS tasks
