// Organisations that stand to an area under a root and have nobody to call on a day: no duty contact present, no deputy.
// $area, $by, $on, $after, $limit; $kinds (empty: all with a duty phone), $roles (duty roles).
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH (org:Organisation)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(x:Area)
WHERE {{held:org}} AND {{held:r}} AND {{held:x}}
  AND ({{dated:org.kind}} IN $kinds OR (size($kinds) = 0 AND org.duty_phone IS NOT NULL))
WITH DISTINCT org, x
MATCH way = (x)-[up:PART_OF*0..{{max_depth}}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND {{steps:up}}
WITH org, x, coalesce([y IN nodes(way) WHERE y.level = $by][0], root) AS by ORDER BY org.code, x.code
WITH org, collect(x)[0] AS a, collect(by)[0] AS by
WITH org, a, by, COUNT {
    MATCH (org)<-[p:POSTED_TO]-(o:Officer)
    WHERE p.role IN $roles AND {{held:p}} AND (
      NOT EXISTS { MATCH (o)-[w:AWAY]->(org) WHERE {{held:w}} }
      OR EXISTS {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE {{held:d}}
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE {{held:w}} }
      })
  } AS present
WITH by, CASE WHEN present = 0 THEN [org.code, a.code] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (org:Organisation {code: gap[0]})
  MATCH (a:Area {code: gap[1]})
  RETURN [org.code, {{dated:org.name}}, {{area:a}}, $roles[0], 1, 0,
    COLLECT {
      MATCH (org)<-[p:POSTED_TO]-(o:Officer) WHERE p.role IN $roles AND {{held:p}}
      RETURN [o.name, o.synthetic] ORDER BY o.id
    }, []]
} AS findings
