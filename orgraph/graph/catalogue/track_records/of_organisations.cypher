// What organisations have brought to their ends in some months, over all books.
// $organisations (codes), $months, $categories (null: all).
UNWIND $organisations AS code
UNWIND $months AS month
MATCH (r:TrackRecord {organisation: code, month: month})
WHERE $categories IS NULL OR r.category IN $categories
WITH code, sum(r.done) AS done, sum(r.tried) AS tried, sum(r.succeeded) AS succeeded
RETURN collect([code, done, tried, succeeded]) AS records
