// Where each of some officers is posted on a day, in pages by role, place and posting.
// $codes (identifiers), $on, $after (key of the last row of the page before), $limit.
// Returns for each the identifier, null (not counted), a page.
MATCH (o:Officer) WHERE o.id IN $codes
WITH o ORDER BY o.id
RETURN collect([o.id, null,
  COLLECT {
    MATCH (o)-[p:POSTED_TO]->(at)
    WHERE {{held:p}} AND {{held:at}} AND p.role + '|' + at.code + '|' + p.id > $after
    RETURN [p.role + '|' + at.code + '|' + p.id, p.role, p.principal, p.employment, p.since, p.until, at:Area,
      CASE WHEN at:Area THEN [{{area:at}}] END, CASE WHEN at:Organisation THEN [{{organisation:at}}] END]
    ORDER BY p.role + '|' + at.code + '|' + p.id LIMIT $limit
  }]) AS postings
