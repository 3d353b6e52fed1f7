// Areas under a root on a day, each with the one that it is part of, if that lies under the root, too.
// $area, $on. Returns [code, name, level, kind, flag, synthetic, parent].
MATCH way = (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE {{held:a}} AND {{steps:down}}
WITH a, [x IN nodes(way) | x.code] AS codes
RETURN collect([{{area:a}}, CASE WHEN size(codes) > 1 THEN codes[size(codes) - 2] END]) AS rows
