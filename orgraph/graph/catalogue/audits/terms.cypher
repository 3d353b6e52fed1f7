// Postings under a root that end by a day to come, or have lapsed, without a later posting in the same role and place.
// The place is an area, or an organisation, which counts at the first area under the root, by code, that
// it stands to.
// $area, $by, $on, $after, $limit; $roles (empty: all), $horizon (day).
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH way = (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE a.since <= $on AND $on < a.until AND all(step IN down WHERE step.since <= $on AND $on < step.until)
WITH a, coalesce([x IN nodes(way) WHERE x.level = $by][0], root) AS by
MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR*0..1]-(place)<-[p:POSTED_TO]-(o:Officer)
WHERE p.since <= $on AND p.since < p.until AND (size($roles) = 0 OR p.role IN $roles)
  AND (size(r) = 0 OR (all(step IN r WHERE step.since <= $on AND $on < step.until) AND NOT EXISTS {
    MATCH (place)-[s:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(b:Area)
    WHERE s.since <= $on AND $on < s.until AND b.code < a.code AND b.since <= $on AND $on < b.until AND EXISTS {
      MATCH (b)-[up:PART_OF*0..{{max_depth}}]->(top:Area)
      WHERE top.code = $area AND all(step IN up WHERE step.since <= $on AND $on < step.until)
    }
  }))
WITH DISTINCT by, a, place, p, o
WITH by, a, p, o, p.until <= $horizon AND NOT EXISTS {
    MATCH (place)<-[q:POSTED_TO]-(:Officer)
    WHERE q.role = p.role AND q.since < q.until AND ((q.since > p.since AND q.until > p.until) OR q.since > $on)
  } AS ending
WHERE ending OR p.until > $on
WITH by, count(*) AS audited,
  collect(CASE WHEN ending THEN [p.id, a.code, p.role, p.until, o.name, o.synthetic] END) AS gaps
WITH by, audited, gaps ORDER BY by.code
WITH collect([by.code, by.name, by.level, by.kind, by.flag, by.synthetic, audited, size(gaps)]) AS by_area, collect(gaps) AS lists
RETURN by_area, COLLECT {
  UNWIND lists AS list UNWIND list AS gap
  WITH gap WHERE gap[0] > $after
  WITH gap ORDER BY gap[0] LIMIT $limit
  MATCH (a:Area {code: gap[1]})
  RETURN [gap[0], a.name, a.code, a.name, a.level, a.kind, a.flag, a.synthetic, gap[2], 1, 0, [[gap[4], gap[5]]], [gap[3]]] ORDER BY gap[0]
} AS findings
