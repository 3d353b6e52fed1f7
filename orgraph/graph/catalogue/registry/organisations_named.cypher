// Units and party organisations of a name, that of the day or another, or of an alias, on a day: those called so then first.
// $name, $on, $limit. Returns organisations, each with all its names and aliases.
MATCH (org:Organisation)
WHERE (org.short = $name OR org.was = $name OR (org.renamed = true AND $name IN org.earlier)
    OR (org.aliased = true AND $name IN org.aliases)) AND {{held:org}}
WITH org, CASE WHEN {{dated:org.short}} = $name THEN 0
    WHEN org.aliased = true AND $name IN org.aliases THEN 1 ELSE 2 END AS otherwise ORDER BY otherwise, org.code LIMIT $limit
RETURN collect([{{organisation:org}}, org.since, org.until, org.name, org.past_name, org.past_until, org.aliases]) AS organisations
