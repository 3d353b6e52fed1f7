// An organisation with the period in which it is there, whatever the day. $code, $on, by whose name it is told.
// Returns organisation, since, until and no areas.
MATCH (u:Organisation {code: $code})
RETURN [{{organisation:u}}] AS unit, u.since, u.until, [] AS areas
