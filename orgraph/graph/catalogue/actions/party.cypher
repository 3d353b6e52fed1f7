// Who acts on a task, as the graph has it on a day: a post or an organisation; and whether a unit that is named exists.
// $task, $on, $role and $area (of a post, else empty), $organisation (a code, else empty), $unit (a code, or empty),
// $kinds (of organisations that may act because they serve an area).
// Returns whether the post is held, the organisation exists and is above the lead in its line, whether the unit exists, and the
// chain: each area from the place upward with the organisations that serve it, and whether the named unit stands to it; none if the place
// has ended; and the task in short. Nothing if there is no such task.
MATCH (t:Task {id: $task})
RETURN
  EXISTS {
    MATCH (a:Area {code: $area})<-[p:POSTED_TO]-(:Officer)
    WHERE p.role = $role AND {{held:p}} AND {{held:a}}
  } AS held,
  EXISTS { MATCH (org:Organisation {code: $organisation}) WHERE {{held:org}} } AS existing,
  EXISTS {
    MATCH (t)-[h:IN_HAND_OF]->(lead:Organisation)-[u:UNDER*1..{{max_depth}}]->(above:Organisation)
    WHERE h.part = 'lead' AND above.code = $organisation
      AND {{held:above}} AND {{steps:u}}
  } AS superior,
  EXISTS { MATCH (named:Organisation {code: $unit}) WHERE {{held:named}} } AS unit_known,
  COLLECT {
    MATCH (t)-[:AT]->(place:Area)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE {{held:place}} AND {{steps:up}}
    WITH above, size(up) AS distance ORDER BY distance
    RETURN {{part:link}}
  } AS chain, [t.id, t.book, t.state, t.place, t.kind, t.category, t.severity, t.called_by] AS task
