// Areas that are part of each of some areas on a day, in pages by code: one statement for many parents.
// $codes of the parents, $on, $after (code of the last row of the page before), $limit.
// Returns for each its code, how many, a page.
MATCH (top:Area) WHERE top.code IN $codes
WITH top ORDER BY top.code
RETURN collect([top.code,
  COUNT { MATCH (top)<-[p:PART_OF]-(a:Area) WHERE {{held:p}} AND {{held:a}} },
  COLLECT {
    MATCH (top)<-[p:PART_OF]-(a:Area) WHERE {{held:p}} AND {{held:a}} AND a.code > $after
    RETURN [{{area:a}}] ORDER BY a.code LIMIT $limit
  }]) AS children
