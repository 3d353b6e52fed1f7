// The last finished import of every pack.
MATCH (i:Import {state: 'done'})
WITH i ORDER BY coalesce(i.number, -1) DESC, i.started DESC, i.id
WITH i.pack AS pack, collect(properties(i)) AS imports ORDER BY pack
RETURN collect(imports[0]) AS packs
