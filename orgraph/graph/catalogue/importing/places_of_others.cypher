// What areas are or were part of by other packs than one.
// $keys, $pack. Returns [id, code, code of what it is part of, since, until, pack].
UNWIND $keys AS key
MATCH (child:Area {code: key})-[place:PART_OF]->(parent:Area) WHERE place.pack <> $pack AND place.since < place.until
RETURN collect([place.id, child.code, parent.code, place.since, place.until, place.pack]) AS places
