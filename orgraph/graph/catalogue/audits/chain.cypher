// Areas under a root where a link of a chain is missing or vacant, and those at its end whose way up lacks a level.
// $area, $by, $left_out, $on, $after, $limit; $links: {levels, relation, kind, head}, $ends: levels of the last link.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH (root:Area {code: $area})
WITH root, COLLECT {
    MATCH (root)-[up:PART_OF*1..{{max_depth}}]->(top:Area) WHERE {{steps:up}}
    RETURN top.level
  } AS above
MATCH way = (root)<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE {{held:a}} AND {{steps:down}}
  AND NOT any(x IN nodes(way) WHERE x.code IN $left_out)
WITH root, above, a, way, [link IN $links WHERE a.level IN link.levels][0] AS link
WHERE link IS NOT NULL
WITH a, link, coalesce([x IN nodes(way) WHERE x.level = $by][0], root) AS by,
  CASE WHEN a.level IN $ends
    THEN [l IN $links WHERE NOT any(level IN l.levels WHERE level IN above OR any(x IN nodes(way) WHERE x.level = level))]
    ELSE [] END AS lacking,
  CASE WHEN link.relation IS NULL THEN 1 ELSE COUNT {
    MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]-(org:Organisation)
    WHERE type(r) = link.relation AND coalesce({{dated:org.kind}}, '') = link.kind AND {{held:r}} AND {{held:org}}
  } END AS standing,
  CASE WHEN link.relation IS NULL
    THEN COUNT {
      MATCH (a)<-[p:POSTED_TO]-(:Officer) WHERE p.role = link.head AND {{held:p}}
    }
    ELSE COUNT {
      MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]-(org:Organisation)<-[p:POSTED_TO]-(:Officer)
      WHERE type(r) = link.relation AND coalesce({{dated:org.kind}}, '') = link.kind AND {{held:r}} AND {{held:org}}
        AND p.role = link.head AND {{held:p}}
    } END AS heads
WITH by, a, CASE
    WHEN size(lacking) > 0 THEN lacking[0].levels[0]
    WHEN standing = 0 THEN link.kind
    WHEN heads = 0 THEN link.head END AS lack
WITH by, CASE WHEN lack IS NOT NULL THEN [a.code, lack] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (a:Area {code: gap[0]})
  RETURN [a.code, {{dated:a.name}}, {{area:a}}, gap[1], 1, 0, [], []]
} AS findings
