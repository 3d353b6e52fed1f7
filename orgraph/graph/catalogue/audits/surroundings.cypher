// For the areas of a page of findings: the names from the top down, and the post that could mend the gap with its holder.
// $codes, $on, $role, $level. Returns [code, path, menders].
UNWIND $codes AS code
MATCH (a:Area {code: code})
RETURN collect([code,
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(x:Area) WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
    RETURN {{dated:x.name}} ORDER BY size(up) DESC
  },
  COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(m:Area)
    WHERE coalesce(m.level, '') = $level AND all(step IN up WHERE step.since <= $on AND $on < step.until)
    RETURN [{{area:m}}, COLLECT {
      MATCH (m)<-[p:POSTED_TO]-(o:Officer) WHERE p.role = $role AND p.since <= $on AND $on < p.until
      RETURN [o.name, o.synthetic] ORDER BY o.id
    }]
  }]) AS rows
