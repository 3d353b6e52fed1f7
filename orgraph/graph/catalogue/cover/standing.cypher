// What stands to areas under a root on a day, or to those above it.
// $area, $above (codes), $on. Returns [code, name, kind, synthetic, area, relation, categories, severity from, part].
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(x:Area)
WHERE {{held:r}} AND {{held:org}} AND {{held:x}} AND (x.code IN $above OR EXISTS {
    MATCH (x)-[up:PART_OF*0..{{max_depth}}]->(top:Area)
    WHERE coalesce(top.code, '') = $area AND {{steps:up}}
  })
RETURN collect([org.code, {{dated:org.name}}, {{dated:org.kind}}, org.synthetic, x.code, type(r), r.categories, coalesce(r.severity_from, 1), r.part]) AS rows
