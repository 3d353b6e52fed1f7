// Units and party organisations of a name, that of the day or another, on a day: those called so then first.
// $name, $on, $limit. Returns organisations, each with all its names.
MATCH (org:Organisation)
WHERE (org.short = $name OR org.was = $name OR (org.renamed = true AND $name IN org.earlier)) AND {{held:org}}
WITH org, CASE WHEN {{dated:org.short}} = $name THEN 0 ELSE 1 END AS otherwise ORDER BY otherwise, org.code LIMIT $limit
RETURN collect([{{organisation:org}}, org.since, org.until, org.name, org.past_name, org.past_until]) AS organisations
