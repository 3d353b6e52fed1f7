// Who reports to whom on a day: what is under or of another organisation.
// $on. Returns [code, name, synthetic, code above, name above, synthetic above].
MATCH (org:Organisation)-[r:UNDER|OF]->(top:Organisation)
WHERE {{held:r}} AND {{held:org}} AND {{held:top}}
RETURN collect([org.code, {{dated:org.name}}, org.synthetic, top.code, {{dated:top.name}}, top.synthetic]) AS rows
