// Units and party organisations whose short name begins with what was typed, that of the day or another, on a day: those
// called so then first, of these the shortest. $prefix, $on, $limit. Returns organisations, each with all its names.
MATCH (org:Organisation)
WHERE (org.short STARTS WITH $prefix OR org.was STARTS WITH $prefix
    OR (org.renamed = true AND any(one IN org.earlier WHERE one STARTS WITH $prefix))) AND {{held:org}}
WITH org, CASE WHEN {{dated:org.short}} STARTS WITH $prefix THEN 0 ELSE 1 END AS otherwise
ORDER BY otherwise, size(org.short), org.code LIMIT $limit
RETURN collect([{{organisation:org}}, org.name, org.past_name, org.past_until]) AS organisations
