// Areas whose short name begins with what was typed, that of the day or another, on a day: those called so then first, of
// these the shortest. $prefix, $on, $limit. Returns areas as places do.
MATCH (a:Area)
WHERE (a.short STARTS WITH $prefix OR a.was STARTS WITH $prefix
    OR (a.renamed = true AND any(one IN a.earlier WHERE one STARTS WITH $prefix))) AND {{held:a}}
WITH a, CASE WHEN {{dated:a.short}} STARTS WITH $prefix THEN 0 ELSE 1 END AS otherwise
ORDER BY otherwise, size(a.short), a.code LIMIT $limit
{{part:places/found}}
