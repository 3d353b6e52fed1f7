// Units and party organisations whose short name begins with what was typed, on a day; the shortest names first.
// $prefix, $on, $limit. Returns organisations.
MATCH (org:Organisation) WHERE org.short STARTS WITH $prefix AND {{held:org}}
WITH org ORDER BY size(org.short), org.code LIMIT $limit
RETURN collect([{{organisation:org}}]) AS organisations
