// First statement of each batch: keep the lease, and see whether this batch was committed before.
// $id, $lease, $batch.
MATCH (i:Import {id: $id})
SET i.lease = $lease
WITH i, coalesce(i.batch, 0) AS before
SET i.batch = $batch
RETURN before AS batch, {{part:upkeep/format}}
