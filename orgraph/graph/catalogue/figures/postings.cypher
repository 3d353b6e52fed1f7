// How many postings, and how many distinct persons, there are in some roles under a root on a day.
// $area, $on, $levels (empty: any), $area_kinds (empty: any), $left_out, $roles, $employments (empty: any).
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE all(step IN down WHERE step.since <= $on AND $on < step.until)
  AND (size($levels) = 0 OR a.level IN $levels) AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds)
  AND NOT a.code IN $left_out
MATCH (a)<-[p:POSTED_TO]-(o:Officer)
WHERE p.role IN $roles AND p.since <= $on AND $on < p.until AND (size($employments) = 0 OR p.employment IN $employments)
RETURN count(DISTINCT p.id) AS postings, count(DISTINCT o.id) AS officers
