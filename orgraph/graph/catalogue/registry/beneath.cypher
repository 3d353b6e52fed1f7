// What is under each of some organisations on a day, in pages by code.
// $codes, $on, $after (code of the last row of the page before), $limit.
// Returns for each its code, null (not counted), a page.
MATCH (top:Organisation) WHERE top.code IN $codes
WITH top ORDER BY top.code
RETURN collect([top.code, null,
  COLLECT {
    MATCH (top)<-[u:UNDER]-(org:Organisation) WHERE {{held:u}} AND {{held:org}} AND org.code > $after
    RETURN [{{organisation:org}}] ORDER BY org.code LIMIT $limit
  }]) AS beneath
