// Areas under a root on a day, each with the one that it is part of, if that lies under the root, too.
// $area, $on. Returns [code, name, level, kind, flag, synthetic, parent].
MATCH way = (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE a.since <= $on AND $on < a.until AND all(step IN down WHERE step.since <= $on AND $on < step.until)
WITH a, [x IN nodes(way) | x.code] AS codes
RETURN collect([{{area:a}}, CASE WHEN size(codes) > 1 THEN codes[size(codes) - 2] END]) AS rows
