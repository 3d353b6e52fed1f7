// Which of some ids relationships of other packs have; $ids is a map, as a list would be gone through for each of them.
// $ids, $pack.
MATCH (:{{label:source}})-[r:{{relationship:type}}]->() WHERE r.pack <> $pack AND $ids[r.id] = true
RETURN collect([r.id, r.pack]) AS taken
