// Every count that is kept.
MATCH (r:TrackRecord)
RETURN r.book, r.organisation, r.category, r.month, r.done, r.tried, r.succeeded
