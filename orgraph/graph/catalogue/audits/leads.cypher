// Categories that an area of a level has no lead for, or more than one, at the nearest area that names any, on a day.
// $area, $level, $by, $on, $after, $limit; $categories: {key, lineage, kinds, severity}.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
{{part:areas}}
  AND coalesce(a.level, '') = $level
WITH a, by, COLLECT {
    MATCH (a)-[up:PART_OF*0..{{max_depth}}]->(x:Area)<-[r:RESPONSIBLE_FOR]-(org:Organisation)
    WHERE {{steps:up}}
      AND r.part = 'lead' AND {{held:r}} AND {{held:org}} AND {{held:x}}
    RETURN [size(up), r.categories, org.code, {{dated:org.kind}}, coalesce(r.severity_from, 1)]
  } AS leads
UNWIND $categories AS category
WITH by, a, category, [lead IN leads WHERE lead[3] IN category.kinds AND lead[4] <= category.severity
  AND any(key IN lead[1] WHERE key IN category.lineage)] AS able
WITH by, a, category, able, reduce(near = 99, lead IN able | CASE WHEN lead[0] < near THEN lead[0] ELSE near END) AS near
WITH by, a, category, reduce(codes = [], lead IN able |
  CASE WHEN lead[0] = near AND NOT lead[2] IN codes THEN codes + [lead[2]] ELSE codes END) AS codes
WITH by, CASE WHEN size(codes) <> 1 THEN [a.code + '#' + category.key, a.code, category.key, codes] END AS gap,
  count(*) AS number
{{part:roll_up}}
  MATCH (a:Area {code: gap[1]})
  RETURN [gap[0], {{dated:a.name}}, {{area:a}}, gap[2], 1, size(gap[3]),
    COLLECT { MATCH (org:Organisation) WHERE org.code IN gap[3] RETURN [{{dated:org.name}}, org.synthetic] ORDER BY org.code }, []]
} AS findings
