// What other packs than one have counted at some places.
// $places, $pack. Returns [id, since, until, pack] of all but what was taken back.
UNWIND $places AS place
MATCH (o:Observation {at: place}) WHERE o.pack <> $pack AND o.since < o.until
RETURN collect([o.id, o.since, o.until, o.pack]) AS counted
