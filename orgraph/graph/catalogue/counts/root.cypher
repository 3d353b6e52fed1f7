// An area with the period in which it is there, whatever the day. $code, $on, by whose name it is told.
MATCH (a:Area {code: $code})
RETURN [{{area:a}}] AS area, a.since, a.until
