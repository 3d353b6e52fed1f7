// The same of organisations that sit at others. $code of the area, $items, $on, $limit. Returns how many there are, and rows [area, organisation, service, weekdays and
// weeks of the offer, where it sits, weekdays and weeks of sitting], by area.
MATCH (top:Area {code: $code})<-[down:PART_OF*0..{{max_depth}}]-(area:Area)<-[s:SERVES|LEADS]-(seat:Organisation)
WHERE {{steps:down}} AND {{held:s}} AND {{held:seat}}
MATCH (seat)<-[t:SITS_AT]-(org:Organisation)-[r:OFFERS]->(v:Service)
WHERE v.code IN $items AND {{held:t}} AND {{held:r}} AND {{held:org}}
WITH DISTINCT area, seat, t, org, v, r ORDER BY area.code, seat.code, org.code, v.code
WITH collect([[{{area:area}}], [{{organisation:org}}], [v.code, v.name, v.group, v.synthetic], r.weekdays, r.weeks,
  [{{organisation:seat}}], t.weekdays, t.weeks]) AS found
RETURN size(found) AS number, found[0..$limit] AS offers
