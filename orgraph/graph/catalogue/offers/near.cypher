// Who offers some services in or below an area on a day, at itself. $code of the area, $items, $on, $limit.
// Returns how many there are, and rows [area, organisation, service, weekdays, weeks], by area.
MATCH (top:Area {code: $code})<-[down:PART_OF*0..{{max_depth}}]-(area:Area)<-[s:SERVES|LEADS]-(org:Organisation)
WHERE {{steps:down}} AND {{held:s}} AND {{held:org}}
MATCH (org)-[r:OFFERS]->(v:Service) WHERE v.code IN $items AND {{held:r}}
WITH DISTINCT area, org, v, r ORDER BY area.code, org.code, v.code
WITH collect([[{{area:area}}], [{{organisation:org}}], [v.code, v.name, v.group, v.synthetic], r.weekdays, r.weeks]) AS found
RETURN size(found) AS number, found[0..$limit] AS offers
