// What an officer covers on a day: the areas of each posting, how, and how many buildings lie in them.
// $id, $on, $leaves (levels counted as buildings), $limit. Returns officer, number of postings, distinct buildings, areas.
MATCH (who:Officer {id: $id})
WITH who, COLLECT {
    MATCH (who)-[p:POSTED_TO]->(area:Area) WHERE {{held:p}} AND {{held:area}}
    RETURN [area.code, p.role, p.since, p.until] ORDER BY area.code, p.role
  } AS held
RETURN [who.id, who.name, who.profession, who.tier, who.synthetic] AS officer, size(held) AS total,
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
