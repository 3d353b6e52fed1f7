// The same of all that ever lay below them, steps of one time or another, by their aliases, too.
// $codes of the areas above, $shorts, $names, $on, $limit.
MATCH (top:Area) WHERE top.code IN $codes
MATCH (top)<-[down:PART_OF*1..3]-(a:Area)
WHERE (a.short IN $shorts OR a.was IN $shorts OR any(one IN a.earlier WHERE one IN $shorts)
    OR (a.aliased = true AND any(one IN a.aliases WHERE one IN $names)))
  AND all(step IN down WHERE step.since < step.until)
WITH DISTINCT a
{{part:limited}}
