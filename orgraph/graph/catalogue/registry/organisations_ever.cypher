// Organisations that are not there on a day: those of a name, that of some day, or the one of a code.
// $name, $code, $on, $limit. Returns organisations with their first day and the first day after them, the last to end first.
MATCH (org:Organisation)
WHERE (org.short = $name OR org.was = $name OR (org.renamed = true AND $name IN org.earlier)
    OR (org.aliased = true AND $name IN org.aliases) OR org.code = $code)
  AND NOT ({{held:org}})
WITH org ORDER BY org.until DESC, org.code LIMIT $limit
RETURN collect([org.since, org.until, {{organisation:org}}]) AS organisations
