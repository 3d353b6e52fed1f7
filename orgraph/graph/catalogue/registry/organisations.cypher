// Units and party organisations by their codes, as they stood on a day.
// $codes, $on. Returns organisations, by code.
MATCH (org:Organisation) WHERE org.code IN $codes AND {{held:org}}
WITH org ORDER BY org.code
RETURN collect([{{organisation:org}}]) AS organisations
