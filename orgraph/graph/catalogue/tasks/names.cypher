// Names for the codes of a recorded decision. Code by code: a list to look in is no way into an index within COLLECT.
// And the last rulings on ownership in a category, at the same areas, of other tasks.
// With them some units, whether each is there on a day, and whom to call in it.
// $areas, $organisations, $officers, $category and $task (or empty), $units (codes), $on (also whose names), $contacts (roles).
RETURN
  COLLECT {
    UNWIND $areas AS code
    MATCH (a:Area {code: code})
    RETURN [{{area:a}}] ORDER BY a.code
  } AS areas,
  COLLECT {
    UNWIND $organisations AS code
    MATCH (org:Organisation {code: code})
    RETURN [{{organisation:org}}] ORDER BY org.code
  } AS organisations,
  COLLECT {
    UNWIND $officers AS code
    MATCH (o:Officer {id: code})
    RETURN [o.id, o.name, o.profession, o.tier, o.synthetic] ORDER BY o.id
  } AS officers,
  COLLECT {
    UNWIND $areas AS code
    MATCH (seat:Area {code: code})<-[r:RULED_FOR]-(t:Task) WHERE r.category = $category AND t.id <> $task
    MATCH (centre:Organisation {code: r.by})
    MATCH (unit:Organisation {code: r.unit})
    WITH seat, r, t, centre, unit, t.id + '#' + toString(r.sequence) AS event
    OPTIONAL MATCH (c:Content {id: event + '#text'})
    OPTIONAL MATCH (before:Content {id: event})
    RETURN [t.id, r.sequence, r.at, coalesce(c.text, before.text),
      [{{organisation:centre}}],
      [{{organisation:unit}}],
      [{{area:seat}}]]
    ORDER BY r.at DESC, t.id LIMIT 5
  } AS precedents,
  COLLECT {
    UNWIND $units AS code
    MATCH (org:Organisation {code: code})
    RETURN [org.code, {{held:org}}, {{part:whistle/contacts}}] ORDER BY org.code
  } AS units
