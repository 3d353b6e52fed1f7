// Areas below some areas that may be meant by a name: one segment of a path such as 本溪市/平山区/南地街道.
// $codes of the areas above, $shorts, $on, $limit. Up to three levels are skipped, so that people may leave levels out.
MATCH (top:Area) WHERE top.code IN $codes
MATCH (top)<-[down:PART_OF*1..3]-(a:Area)
WHERE (a.short IN $shorts OR a.was IN $shorts OR any(one IN a.earlier WHERE one IN $shorts))
  AND {{held:a}} AND {{steps:down}}
WITH DISTINCT a ORDER BY a.level, a.code LIMIT $limit
{{part:found}}
