// How many areas of some levels under a root a holder of some roles there has visited, up to a day.
// $area, $on, $levels, $area_kinds (empty: any), $left_out, $roles.
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE {{held:a}} AND {{steps:down}}
  AND a.level IN $levels AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds) AND NOT a.code IN $left_out
MATCH (a)<-[p:POSTED_TO]-(o:Officer)
WHERE p.role IN $roles AND {{held:p}}
MATCH (o)-[v:VISITED]->(a)
WHERE v.since <= $on AND v.since < v.until
RETURN count(DISTINCT a.code) AS counted
