// How many postings, and how many distinct persons, there are in some roles under a root on a day.
// $area, $on, $levels (empty: any), $area_kinds (empty: any), $left_out, $roles, $employments, $tiers (empty: any).
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE {{held:a}} AND {{steps:down}}
  AND (size($levels) = 0 OR a.level IN $levels) AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds)
  AND NOT a.code IN $left_out
MATCH (a)<-[p:POSTED_TO]-(o:Officer)
WHERE p.role IN $roles AND {{held:p}} AND (size($employments) = 0 OR p.employment IN $employments)
  AND (size($tiers) = 0 OR o.tier IN $tiers)
RETURN count(DISTINCT p.id) AS postings, count(DISTINCT o.id) AS officers
