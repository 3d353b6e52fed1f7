// Which organisations serve or lead some areas on a day. $codes of areas, $on. Returns [code of the area, organisation] rows.
UNWIND $codes AS code
MATCH (a:Area {code: code})<-[r:SERVES|LEADS]-(org:Organisation) WHERE {{held:r}} AND {{held:org}}
RETURN collect([a.code, [{{organisation:org}}]]) AS standing
