// Organisations that stand to an area under a root and have nobody to call on a day: no duty contact present, no deputy.
// $area, $by, $on, $after, $limit; $kinds (empty: all with a duty phone), $roles (duty roles).
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(x:Area)
WHERE org.since <= $on AND $on < org.until AND r.since <= $on AND $on < r.until
  AND (org.kind IN $kinds OR (size($kinds) = 0 AND org.duty_phone IS NOT NULL))
WITH DISTINCT org, x
MATCH way = (x)-[up:PART_OF*0..{{max_depth}}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND all(step IN up WHERE step.since <= $on AND $on < step.until)
WITH org, x, coalesce([y IN nodes(way) WHERE y.level = $by][0], root) AS by ORDER BY org.code, x.code
WITH org, collect(x)[0] AS a, collect(by)[0] AS by
WITH org, a, by, COUNT {
    MATCH (org)<-[p:POSTED_TO]-(o:Officer)
    WHERE p.role IN $roles AND p.since <= $on AND $on < p.until AND (
      NOT EXISTS { MATCH (o)-[w:AWAY]->(org) WHERE w.since <= $on AND $on < w.until }
      OR EXISTS {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE d.since <= $on AND $on < d.until
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE w.since <= $on AND $on < w.until }
      })
  } AS present
WITH by, CASE WHEN present = 0 THEN [org.code, a.code] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (org:Organisation {code: gap[0]})
  MATCH (a:Area {code: gap[1]})
  RETURN [org.code, {{dated:org.name}}, {{area:a}}, $roles[0], 1, 0,
    COLLECT {
      MATCH (org)<-[p:POSTED_TO]-(o:Officer) WHERE p.role IN $roles AND p.since <= $on AND $on < p.until
      RETURN [o.name, o.synthetic] ORDER BY o.id
    }, []]
} AS findings
