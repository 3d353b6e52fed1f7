// Earlier imports of a pack that died: the one that is done now has completed them.
// $pack, $id of the one that is done.
MATCH (i:Import {state: 'running'}) WHERE i.pack = $pack AND i.id <> $id
SET i.state = 'superseded'
RETURN count(i) AS superseded
