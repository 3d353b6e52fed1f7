// The record of an import: created, or updated. The state from before tells a repeated transaction that it was done.
// $id, $row: properties to set.
MERGE (i:Import {id: $id})
WITH i, i.state AS before
SET i += $row
RETURN before AS state
