// Areas of a level under a root that have fewer distinct holders of a post than required, on a day.
// $area, $level, $by (level to roll up by), $kinds (of area, empty: all), $left_out (codes), $on, $after, $limit,
// $role, $employment (null: any), $professions (empty: any), $at_least.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH way = (root:Area {code: $area})<-[down:PART_OF*0..{{depth}}]-(a:Area)
WHERE a.level = $level AND a.since <= $on AND $on < a.until AND all(step IN down WHERE step.since <= $on AND $on < step.until)
  AND (size($kinds) = 0 OR a.kind IN $kinds) AND NOT a.code IN $left_out
WITH a, coalesce([x IN nodes(way) WHERE x.level = $by][0], root) AS by, COUNT {
    MATCH (a)<-[p:POSTED_TO]-(o:Officer)
    WHERE p.role = $role AND p.since <= $on AND $on < p.until
      AND ($employment IS NULL OR p.employment = $employment) AND (size($professions) = 0 OR o.profession IN $professions)
    RETURN DISTINCT o.id
  } AS present
WITH by, count(a) AS audited, collect(CASE WHEN present < $at_least THEN [a.code, present] END) AS gaps
WITH by, audited, gaps ORDER BY by.code
WITH collect([by.code, by.name, by.level, by.kind, by.flag, by.synthetic, audited, size(gaps)]) AS by_area, collect(gaps) AS lists
RETURN by_area, COLLECT {
  UNWIND lists AS list UNWIND list AS gap
  WITH gap WHERE gap[0] > $after
  WITH gap ORDER BY gap[0] LIMIT $limit
  MATCH (a:Area {code: gap[0]})
  RETURN [a.code, a.name, a.code, a.name, a.level, a.kind, a.flag, a.synthetic, $role, $at_least, gap[1],
    COLLECT {
      MATCH (a)<-[p:POSTED_TO]-(o:Officer)
      WHERE p.role = $role AND p.since <= $on AND $on < p.until
        AND ($employment IS NULL OR p.employment = $employment) AND (size($professions) = 0 OR o.profession IN $professions)
      RETURN DISTINCT [o.name, o.synthetic] AS named ORDER BY named[0]
    },
    COLLECT {
      MATCH (a)<-[p:POSTED_TO]-(:Officer) WHERE p.role = $role AND p.until <= $on AND p.since < p.until
      RETURN p.until ORDER BY p.until DESC LIMIT 1
    }]
  ORDER BY a.code
} AS findings
