// Open tasks at places that lay under a root when they were opened, and that nobody was responsible for, so that a backstop holds them.
// $area, $by, $on, $after, $limit.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
MATCH (t:Task)
WHERE NOT t.final
{{part:tasks/counted}}
WITH t, a, coalesce([x IN passed WHERE x.level = $by][0], root) AS by
WITH by, CASE WHEN t.backstop THEN [t.id, a.code, t.category] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (t:Task {id: gap[0]})
  MATCH (a:Area {code: gap[1]})
  RETURN [t.id, {{dated:a.name}}, {{area:a}}, gap[2], 1, 0,
    COLLECT { MATCH (t)-[:IN_HAND_OF {part: 'lead'}]->(org:Organisation) RETURN [{{dated:org.name}}, org.synthetic] ORDER BY org.code }, []]
} AS findings
