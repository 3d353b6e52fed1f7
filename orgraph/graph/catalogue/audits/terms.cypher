// Postings under a root that end by a day to come, or have lapsed, without a later posting in the same role and place.
// $area, $by, $on, $after, $limit; $leaves (levels); $roles (empty: all), $horizon (day).
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
{{part:all_areas}}
WITH a, by
{{part:posted}}
  AND {{held:place}} AND p.since <= $on AND p.since < p.until AND (size($roles) = 0 OR p.role IN $roles)
WITH by, a, p, o, p.until <= $horizon AND NOT EXISTS {
    MATCH (place)<-[q:POSTED_TO]-(:Officer)
    WHERE p.until <= $horizon AND q.role = p.role AND q.since < q.until
      AND ((q.since > p.since AND q.until > p.until) OR q.since > $on)
  } AS ending
WHERE ending OR p.until > $on
WITH by, CASE WHEN ending THEN [p.id, a.code, p.role, p.until, o.name, o.synthetic] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (a:Area {code: gap[1]})
  RETURN [gap[0], {{dated:a.name}}, {{area:a}}, gap[2], 1, 0, [[gap[4], gap[5]]], [gap[3]]]
} AS findings
