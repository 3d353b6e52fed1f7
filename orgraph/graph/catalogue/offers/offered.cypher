// What some organisations offer on a day's terms. $codes of organisations, $on.
// Returns rows [code of the organisation, service, weekdays, weeks].
UNWIND $codes AS code
MATCH (org:Organisation {code: code})-[r:OFFERS]->(v:Service) WHERE {{held:r}}
RETURN collect([org.code, [v.code, v.name, v.group, v.synthetic], r.weekdays, r.weeks]) AS offered
