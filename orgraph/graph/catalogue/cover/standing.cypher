// What stands to areas under a root on a day, or to those above it.
// $area, $above (codes), $on. Returns [code, name, kind, synthetic, area, relation, categories, severity from, part].
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(x:Area)
WHERE r.since <= $on AND $on < r.until AND (x.code IN $above OR EXISTS {
    MATCH (x)-[up:PART_OF*0..{{max_depth}}]->(top:Area)
    WHERE coalesce(top.code, '') = $area AND all(step IN up WHERE step.since <= $on AND $on < step.until)
  })
RETURN collect([org.code, {{dated:org.name}}, {{dated:org.kind}}, org.synthetic, x.code, type(r), r.categories, coalesce(r.severity_from, 1), r.part]) AS rows
