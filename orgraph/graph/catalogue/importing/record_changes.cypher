// What stood before and what stands after, for each row changed or ended.
// $rows.
UNWIND $rows AS row
MERGE (c:Change {id: row.id})
SET c.import = row.import, c.row = row.row, c.action = row.action, c.before = row.before, c.after = row.after
RETURN count(c) AS recorded
