// Up to which end of tasks what is kept no longer was taken out, as JSON. $id (of the store).
MATCH (s:Store {id: $id})
RETURN s.retained AS retained
