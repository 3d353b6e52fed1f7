// Packs whose import is not done.
OPTIONAL MATCH (i:Import {state: 'running'})
RETURN collect(DISTINCT i.pack) AS packs
