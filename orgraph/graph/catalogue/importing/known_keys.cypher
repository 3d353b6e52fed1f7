// Which of some keys exist, and what they are: the ends of relationships that a pack does not bring itself.
// $keys. Returns [key, level or kind or profession, pack, is it a unit].
UNWIND $keys AS key
MATCH (n:{{label:shape}} { {{key:shape}}: key })
RETURN collect([key, coalesce(n.level, n.kind, ''), n.pack, n:Unit, n.since, n.until]) AS rows
