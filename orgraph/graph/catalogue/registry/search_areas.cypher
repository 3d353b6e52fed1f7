// Areas whose short name begins with what was typed, that of the day or another, or an alias does: those called so on the day
// first, then those that are called so on another or besides, then those that are not there on the day; of these the shortest.
// $prefix, $on, $limit. Returns areas as places do.
MATCH (a:Area)
WHERE (a.short STARTS WITH $prefix OR a.was STARTS WITH $prefix
    OR (a.renamed = true AND any(one IN a.earlier WHERE one STARTS WITH $prefix))
    OR (a.aliased = true AND any(one IN a.aliases WHERE one STARTS WITH $prefix))) AND a.since < a.until
WITH a, CASE WHEN NOT ({{held:a}}) THEN 2 WHEN {{dated:a.short}} STARTS WITH $prefix THEN 0 ELSE 1 END AS otherwise
ORDER BY otherwise, size(a.short), a.code LIMIT $limit
{{part:places/found}}
