// What a unit or party organisation covers on a day: the areas it stands to, how, and how many buildings lie in them.
// $code, $on, $leaves (levels counted as buildings), $limit. Returns organisation, number of relations, distinct buildings, areas.
MATCH (who:Organisation {code: $code})
WITH who, COLLECT {
    MATCH (who)-[p:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(area:Area) WHERE {{held:p}} AND {{held:who}} AND {{held:area}}
    RETURN [area.code, type(p), p.since, p.until] ORDER BY area.code, type(p)
  } AS held
RETURN [{{organisation:who}}] AS organisation, size(held) AS total,
  COUNT {
    UNWIND held AS row
    MATCH (area:Area {code: row[0]})<-[down:PART_OF*0..{{max_depth}}]-(leaf:Area)
    WHERE coalesce(leaf.level, '') IN $leaves AND {{held:leaf}} AND {{steps:down}}
    RETURN DISTINCT leaf.code
  } AS buildings,
  COLLECT {
    UNWIND held[0..$limit] AS row
    MATCH (area:Area {code: row[0]})
    RETURN [{{area:area}}, row[1], row[2], row[3],
      COUNT {
        MATCH (area)<-[down:PART_OF*0..{{max_depth}}]-(leaf:Area)
        WHERE coalesce(leaf.level, '') IN $leaves AND {{held:leaf}} AND {{steps:down}}
      },
      COLLECT {
        MATCH (area)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
        WHERE {{steps:up}}
        RETURN {{dated:above.name}} ORDER BY size(up) DESC
      }]
  } AS areas
