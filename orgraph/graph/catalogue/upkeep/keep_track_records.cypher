// The counts of a book, which has none.
// $rows: {id, book, organisation, category, month, done, tried, succeeded}.
UNWIND $rows AS row
CREATE (r:TrackRecord {
  id: row.id, book: row.book, organisation: row.organisation, category: row.category, month: row.month, done: row.done,
  tried: row.tried, succeeded: row.succeeded
})
RETURN count(r) AS kept
