// Areas of some levels that lie in nothing on a day. The code is named so that the index of levels and codes serves.
// $levels, $on. Returns areas.
MATCH (a:Area) WHERE a.level IN $levels AND a.code >= '' AND {{held:a}}
  AND NOT EXISTS { MATCH (a)-[p:PART_OF]->(:Area) WHERE {{held:p}} }
WITH a ORDER BY a.code LIMIT 50
RETURN collect([{{area:a}}]) AS areas
