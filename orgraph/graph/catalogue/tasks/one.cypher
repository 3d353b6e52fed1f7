// A task as it stands, who has it in hand or had it at the end, its contents, its events, and the
// tasks that belong to it: how and whether the relation leads away from it.
// $id, $on (whose names).
MATCH (t:Task {id: $id})-[:AT]->(place:Area)
RETURN [t.id, t.state, t.version, t.kind, t.category, t.severity, t.called_by, t.called_at, t.backstop,
    t.final, t.ended_at, t.due, t.yellow, t.red, t.number, t.tags] AS task,
  [{{area:place}}, CASE WHEN place.until <= $on THEN place.until END] AS place,
  COLLECT {
    MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation)
    RETURN [h.part, {{organisation:org}}, type(h)]
    ORDER BY h.part DESC, org.code
  } AS parts,
  COLLECT { MATCH (t)-[:ABOUT]->(c:Content) RETURN [c.id, c.text, c.redacted IS NOT NULL] ORDER BY c.id } AS texts,
  COLLECT {
    MATCH (t)-[:HAS_EVENT]->(e:Event)
    RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
  } AS events,
  COLLECT {
    MATCH (t)-[l:CHILD_OF|MERGED_INTO]-(o:Task)-[:AT]->(p:Area)
    RETURN [type(l), startNode(l) = t, o.id, o.state, o.final, o.called_by, o.number,
      [{{area:p}}],
      COLLECT {
        MATCH (o)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation) WHERE h.part = 'lead'
        RETURN [{{organisation:org}}]
      }]
    ORDER BY o.called_at, o.id
  } AS linked
