// Who acts on a task, as the graph has it on a day: a post or an organisation; and whether a unit that is named exists.
// $task, $on, $role and $area (of a post, else empty), $organisation (a code, else empty), $unit (a code, or empty),
// $centres (kinds that are governance centres).
// Returns whether the post is held, the organisation exists and is above the lead in its line, whether the unit exists, and the
// chain: each area from the place upward with the centres that serve it, and whether the named unit stands to it. Nothing if there
// is no such task.
MATCH (t:Task {id: $task})
RETURN
  EXISTS {
    MATCH (a:Area {code: $area})<-[p:POSTED_TO]-(:Officer)
    WHERE p.role = $role AND p.since <= $on AND $on < p.until
  } AS held,
  EXISTS { MATCH (org:Organisation {code: $organisation}) WHERE org.since <= $on AND $on < org.until } AS existing,
  EXISTS {
    MATCH (t)-[h:IN_HAND_OF]->(lead:Organisation)-[u:UNDER*1..{{max_depth}}]->(above:Organisation)
    WHERE h.part = 'lead' AND above.code = $organisation
      AND all(step IN u WHERE step.since <= $on AND $on < step.until)
  } AS superior,
  EXISTS { MATCH (named:Organisation {code: $unit}) WHERE named.since <= $on AND $on < named.until } AS unit_known,
  COLLECT {
    MATCH (t)-[:AT]->(place:Area)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
    WITH above, size(up) AS distance ORDER BY distance
    RETURN [above.code, COLLECT {
      MATCH (above)<-[s:SERVES]-(centre:Organisation)
      WHERE {{dated:centre.kind}} IN $centres AND s.since <= $on AND $on < s.until
      RETURN centre.code ORDER BY centre.code
    }, EXISTS {
      MATCH (above)<-[s:SERVES|LEADS|RESPONSIBLE_FOR]-(named:Organisation)
      WHERE named.code = $unit AND s.since <= $on AND $on < s.until
    }]
  } AS chain
