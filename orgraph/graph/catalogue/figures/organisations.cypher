// How many organisations of some kinds stand to areas under a root on a day, and how many areas they stand to.
// $area, $on, $levels (empty: any), $area_kinds (empty: any), $left_out, $kinds, $relations, $tiers (empty: any).
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(a:Area)
WHERE {{dated:org.kind}} IN $kinds AND (size($tiers) = 0 OR {{dated:org.tier}} IN $tiers) AND {{held:org}} AND {{held:r}} AND {{held:a}}
  AND (size($relations) = 0 OR type(r) IN $relations)
  AND (size($levels) = 0 OR a.level IN $levels) AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds)
  AND NOT a.code IN $left_out
MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND {{steps:up}}
RETURN count(DISTINCT org.code) AS organisations, count(DISTINCT a.code) AS areas
