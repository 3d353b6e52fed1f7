// Areas of a level that lay below an area on some day of a period, by code. $area, $level, $since, $until (the first day of the period
// and the first after it), $on, by whose names they are told, $limit.
MATCH way = (root:Area {code: $area})<-[down:PART_OF*1..{{max_depth}}]-(a:Area {level: $level})
WITH a,
  reduce(since = '', step IN down | CASE WHEN step.since > since THEN step.since ELSE since END) AS began,
  reduce(until = a.until, one IN down + nodes(way) | CASE WHEN one.until < until THEN one.until ELSE until END) AS ended
WHERE began < ended AND began < $until AND $since < ended
WITH DISTINCT a
RETURN {{area:a}} ORDER BY a.code LIMIT $limit
