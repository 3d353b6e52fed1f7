// Tasks as they stand beside their events: version, what it is about, what it keeps of its fold, where it is open, hands and texts. In pages by id, from $first on, $limit of them.
MATCH (t:Task) WHERE t.id >= $first
WITH t ORDER BY t.id LIMIT $limit
RETURN t.id, t.book, t.version, [t.kind, t.category, t.severity, t.place, t.called_by, t.called_at, t.number, t.serial] AS matter,
  {{part:tasks/kept}} AS now,
  COLLECT { MATCH (t)-[:OPEN_AT]->(place:Area) RETURN place.code } AS open,
  COLLECT { MATCH (t)-[h:IN_HAND_OF|HANDLED_BY]->(org:Organisation) RETURN [org.code, h.part, type(h)] ORDER BY org.code, h.part } AS hands,
  COLLECT { MATCH (t)-[:ABOUT]->(c:Content) RETURN [c.id, c.salt, c.text, c.redacted] ORDER BY c.id } AS texts,
  COLLECT {
    MATCH (t)-[:HAS_EVENT]->(e:Event)
    RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
  } AS events
ORDER BY t.id
