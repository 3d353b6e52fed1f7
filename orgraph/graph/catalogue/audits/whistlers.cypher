// Areas of a level under a root where some kind of whistle has nobody present who may blow it, on a day.
// $area, $level, $by, $on, $after, $limit; $whistles: {key, roles}.
// Returns the roll-up and the findings: [subject, name, area…, what, required, present, detail, since].
{{part:areas}}
  AND coalesce(a.level, '') = $level
WITH a, by, COLLECT {
    MATCH (a)<-[p:POSTED_TO]-(o:Officer)
    WHERE {{held:p}} AND (
      NOT EXISTS { MATCH (o)-[w:AWAY]->(a) WHERE {{held:w}} }
      OR EXISTS {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE {{held:d}}
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE {{held:w}} }
      })
    RETURN p.role
  } AS held
UNWIND $whistles AS whistle
WITH by, a, whistle, size([role IN held WHERE role IN whistle.roles]) AS present
WITH by, CASE WHEN present = 0 THEN [a.code + '#' + whistle.key, a.code, whistle.key] END AS gap, count(*) AS number
{{part:roll_up}}
  MATCH (a:Area {code: gap[1]})
  RETURN [gap[0], {{dated:a.name}}, {{area:a}}, gap[2], 1, 0, [], []]
} AS findings
