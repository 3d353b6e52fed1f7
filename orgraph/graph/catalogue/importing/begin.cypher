// Claim the right to import: the store's lock is written first, then it is seen whether another import is alive.
// $store, $me, $now. Returns the pack, id and lease of a running import, null if there is none.
MERGE (s:Store {id: $store})
SET s.lock = $me
WITH s
OPTIONAL MATCH (i:Import {state: 'running'})
WITH collect([i.id, i.pack, i.digest, i.lease]) AS running
RETURN running, {{part:upkeep/format}}
