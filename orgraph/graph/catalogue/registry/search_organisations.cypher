// Units and party organisations whose short name begins with what was typed, that of the day or another, or an alias does: those
// called so on the day first, then those that are called so on another or besides, then those that are not there on the day; of
// these the shortest. $prefix, $on, $limit. Returns organisations, each with all its names, aliases, and when it is there.
MATCH (org:Organisation)
WHERE (org.short STARTS WITH $prefix OR org.was STARTS WITH $prefix
    OR (org.renamed = true AND any(one IN org.earlier WHERE one STARTS WITH $prefix))
    OR (org.aliased = true AND any(one IN org.aliases WHERE one STARTS WITH $prefix))) AND org.since < org.until
WITH org, CASE WHEN NOT ({{held:org}}) THEN 2 WHEN {{dated:org.short}} STARTS WITH $prefix THEN 0 ELSE 1 END AS otherwise
ORDER BY otherwise, size(org.short), org.code LIMIT $limit
RETURN collect([{{organisation:org}}, org.since, org.until, org.name, org.past_name, org.past_until, org.aliases]) AS organisations
