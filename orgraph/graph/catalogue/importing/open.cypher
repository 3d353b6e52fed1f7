// The record of an import: created, or updated. The state from before tells a repeated transaction that it was done.
// Imports are numbered, since a clock may step back. $id, $row: properties to set.
MERGE (i:Import {id: $id})
WITH i, i.state AS before, coalesce(i.number, COUNT { MATCH (x:Import) WHERE x.id <> $id }) AS number
SET i += $row
SET i.number = number
RETURN before AS state, {{part:upkeep/format}}
