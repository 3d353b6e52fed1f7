// Areas of a level under a root where some kind of whistle has nobody present who may blow it, on a day.
// $area, $level, $by, $on, $after, $limit; $whistles: {key, roles}.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH way = (root:Area {code: $area})<-[down:PART_OF*0..{{depth}}]-(a:Area)
WHERE a.level = $level AND a.since <= $on AND $on < a.until AND all(step IN down WHERE step.since <= $on AND $on < step.until)
WITH a, coalesce([x IN nodes(way) WHERE x.level = $by][0], root) AS by, COLLECT {
    MATCH (a)<-[p:POSTED_TO]-(o:Officer)
    WHERE p.since <= $on AND $on < p.until AND (
      NOT EXISTS { MATCH (o)-[w:AWAY]->(a) WHERE w.since <= $on AND $on < w.until }
      OR EXISTS {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE d.since <= $on AND $on < d.until
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE w.since <= $on AND $on < w.until }
      })
    RETURN p.role
  } AS held
UNWIND $whistles AS whistle
WITH by, a, whistle, size([role IN held WHERE role IN whistle.roles]) AS present
WITH by, count(*) AS audited, collect(CASE WHEN present = 0 THEN [a.code + '#' + whistle.key, a.code, whistle.key] END) AS gaps
WITH by, audited, gaps ORDER BY by.code
WITH collect([by.code, by.name, by.level, by.kind, by.flag, by.synthetic, audited, size(gaps)]) AS by_area, collect(gaps) AS lists
RETURN by_area, COLLECT {
  UNWIND lists AS list UNWIND list AS gap
  WITH gap WHERE gap[0] > $after
  WITH gap ORDER BY gap[0] LIMIT $limit
  MATCH (a:Area {code: gap[1]})
  RETURN [gap[0], a.name, a.code, a.name, a.level, a.kind, a.flag, a.synthetic, gap[2], 1, 0, [], []] ORDER BY gap[0]
} AS findings
