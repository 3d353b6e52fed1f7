// The same where what has ended is looked at, too: the ways of the areas named are those that go on, see places/going_on.
// $area (the root), $tops (levels), $on, $codes, $mend (a role and a level), $left_out (codes).
// Returns codes of the way up, [code, path, menders], [code, name], codes of topmost areas (two at most), packs; in parts.
OPTIONAL MATCH (root:Area {code: $area})
RETURN COLLECT {
    MATCH (root)-[up:PART_OF*0..{{max_depth}}]->(above:Area) WHERE {{steps:up}}
    RETURN above.code ORDER BY size(up)
  } AS chain,
  COLLECT {
    UNWIND $codes AS code
    MATCH (a:Area {code: code})
    WITH a, COLLECT {
        MATCH (a)-[:PART_OF*0..{{max_depth}}]->(x:Area)-[step:PART_OF]->(:Area) RETURN [x.code, step.since, step.until]
      } AS every
    RETURN [a.code,
      COLLECT {
        MATCH way = (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
        WITH above, up, nodes(way) AS passed, $on AS held_on
        WHERE {{part:places/going_on}}
        RETURN {{dated:above.name}} ORDER BY size(up) DESC
      },
      COLLECT {
        MATCH way = (a)-[up:PART_OF*0..{{max_depth}}]->(m:Area)
        WHERE coalesce(m.level, '') = $mend[1]
        WITH m, up, nodes(way) AS passed, $on AS held_on
        WHERE {{part:places/going_on}}
        RETURN [{{area:m}}, COLLECT {
          MATCH (m)<-[p:POSTED_TO]-(o:Officer) WHERE p.role = $mend[0] AND {{held:p}} AND {{held:m}}
          RETURN [o.name, o.synthetic] ORDER BY o.id
        }]
      }]
  } AS around,
  COLLECT {
    UNWIND $left_out AS code
    MATCH (a:Area {code: code})-[up:PART_OF*0..{{max_depth}}]->(top:Area)
    WHERE coalesce(top.code, '') = $area AND {{steps:up}}
    RETURN [a.code, {{dated:a.name}}] ORDER BY a.code
  } AS excluded,
  [] AS tops,
  COLLECT { MATCH (i:Import {state: 'running'}) RETURN DISTINCT i.pack } AS incomplete
UNION ALL
{{part:topmost}}
RETURN [] AS chain, [] AS around, [] AS excluded, collect(code) AS tops, [] AS incomplete
