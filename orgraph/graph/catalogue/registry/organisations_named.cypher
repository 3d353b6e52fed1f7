// Units and party organisations of a name, on a day.
// $name, $on, $limit. Returns organisations.
MATCH (org:Organisation) WHERE org.short = $name AND {{held:org}}
WITH org ORDER BY org.code LIMIT $limit
RETURN collect([{{organisation:org}}]) AS organisations
