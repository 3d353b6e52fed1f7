// All that an audit's page tells besides its gaps, on a day, in a text that is the same for all audits, so that it is planned once:
// the root's way up, for the areas named the names from the top down and the post that could mend a gap with its holder (on their
// last day, of those that have ended), what a scope leaves out under the root, topmost areas, packs half imported.
// $area (the root), $tops (levels), $on, $codes, $mend (a role, and the level of its post: a list, for whose lengths
// nothing is planned anew), $left_out (codes), $asked (levels, none for all).
// Returns codes of the way up, [code, path, menders], [code, name], codes of topmost areas (two at most), packs, [code, name] of
// places that have ended, and how many areas of the levels asked live below each of these; each list in parts, of each branch and row.
OPTIONAL MATCH (root:Area {code: $area})
RETURN COLLECT {
    MATCH (root)-[up:PART_OF*0..{{max_depth}}]->(above:Area) WHERE {{steps:up}}
    RETURN above.code ORDER BY size(up)
  } AS chain,
  COLLECT {
    UNWIND $codes AS code
    MATCH (a:Area {code: code})
    RETURN [code,
      COLLECT {
        MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
        WHERE all(step IN up WHERE CASE WHEN a.until <= $on
          THEN step.since < a.until AND a.until <= step.until ELSE {{held:step}} END)
        RETURN {{dated:above.name}} ORDER BY size(up) DESC
      },
      COLLECT {
        MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(m:Area)
        WHERE coalesce(m.level, '') = $mend[1] AND all(step IN up WHERE CASE WHEN a.until <= $on
          THEN step.since < a.until AND a.until <= step.until ELSE {{held:step}} END)
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
  COLLECT { MATCH (i:Import {state: 'running'}) RETURN DISTINCT i.pack } AS incomplete,
  [] AS lost, [] AS lie
UNION ALL
{{part:topmost}}
RETURN [] AS chain, [] AS around, [] AS excluded, collect(code) AS tops, [] AS incomplete, [] AS lost, [] AS lie
UNION ALL
{{part:lost}}
RETURN [] AS chain, [] AS around, [] AS excluded, [] AS tops, [] AS incomplete,
  [[gone.code, {{dated:gone.name}}]] AS lost, [count(DISTINCT a)] AS lie
