// Who is posted to each of some areas, or organisations, on a day, in pages by role, officer and posting.
// {{label:at}} is what they are. $codes, $on, $after (key of the last row of the page before), $limit.
// Returns for each its code, null (not counted), a page.
MATCH (at:{{label:at}}) WHERE at.code IN $codes
WITH at ORDER BY at.code
RETURN collect([at.code, null,
  COLLECT {
    MATCH (at)<-[p:POSTED_TO]-(o:Officer)
    WHERE {{held:p}} AND {{held:at}} AND p.role + '|' + o.id + '|' + p.id > $after
    RETURN [p.role + '|' + o.id + '|' + p.id,
      p.role, p.principal, p.employment, p.since, p.until, o.id, o.name, o.profession, o.tier, o.synthetic,
      COLLECT { MATCH (o)-[w:AWAY]->(at) WHERE {{held:w}} RETURN w.reason ORDER BY w.id },
      COLLECT {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE {{held:d}}
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE {{held:w}} }
        RETURN [s.id, s.name, s.profession, s.tier, s.synthetic] ORDER BY s.id
      }]
    ORDER BY p.role + '|' + o.id + '|' + p.id LIMIT $limit
  }]) AS posts
