// How many areas of some levels lie under a root on a day.
// $area, $on, $levels, $area_kinds (empty: any), $left_out.
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE coalesce(a.level, '') IN $levels AND {{held:a}} AND {{steps:down}}
  AND (size($area_kinds) = 0 OR {{dated:a.kind}} IN $area_kinds) AND NOT a.code IN $left_out
RETURN count(DISTINCT a.code) AS counted
