// How many organisations below an area offer each service on a day. $code of the area, $on. Returns service, organisations.
MATCH (top:Area {code: $code})<-[down:PART_OF*1..{{max_depth}}]-(a:Area)<-[s:SERVES|LEADS]-(org:Organisation)
WHERE {{steps:down}} AND {{held:s}} AND {{held:org}}
WITH DISTINCT org
MATCH (org)-[r:OFFERS]->(v:Service) WHERE {{held:r}}
RETURN [v.code, v.name, v.group, v.synthetic] AS service, count(DISTINCT org.code) AS organisations
