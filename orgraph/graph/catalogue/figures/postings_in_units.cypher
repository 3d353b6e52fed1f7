// How many postings, and how many distinct persons, there are in some roles in organisations of some kinds that stand to areas under
// a root on a day. $area, $on, $levels (empty: any), $area_kinds (empty: any), $left_out, $kinds, $relations (empty: any), $roles,
// $employments, $tiers (empty: any).
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(a:Area)
WHERE {{dated:org.kind}} IN $kinds AND {{held:org}} AND {{held:r}} AND {{held:a}}
  AND (size($relations) = 0 OR type(r) IN $relations)
  AND (size($levels) = 0 OR a.level IN $levels) AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds)
  AND NOT a.code IN $left_out
MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND {{steps:up}}
WITH DISTINCT org
MATCH (org)<-[p:POSTED_TO]-(o:Officer)
WHERE p.role IN $roles AND {{held:p}} AND (size($employments) = 0 OR p.employment IN $employments)
  AND (size($tiers) = 0 OR o.tier IN $tiers)
RETURN count(DISTINCT p.id) AS postings, count(DISTINCT o.id) AS officers
