// Organisations that serve, lead, are paired with or answer for each of some areas on a day, in pages by relation and code.
// $codes, $on, $after (key of the last row of the page before), $limit.
// Returns for each its code, null (not counted), a page.
MATCH (area:Area) WHERE area.code IN $codes
WITH area ORDER BY area.code
RETURN collect([area.code, null,
  COLLECT {
    MATCH (area)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]-(org:Organisation)
    WHERE {{held:r}} AND {{held:org}} AND {{held:area}} AND type(r) + '|' + org.code + '|' + r.id > $after
    RETURN [type(r) + '|' + org.code + '|' + r.id, type(r), r.categories, r.part, r.severity_from,
      {{organisation:org}}]
    ORDER BY type(r) + '|' + org.code + '|' + r.id LIMIT $limit
  }]) AS related
