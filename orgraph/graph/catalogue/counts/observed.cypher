// What was counted at some places, for each measure what meets a period: [since, until, value, who says so] of each, whether
// some of it is invented. From each place the index leads to what was counted there: to ask it for each measure took longer.
// $places, $measures, $since, $until (the first day of the period and the first after it).
UNWIND $places AS place
MATCH (o:Observation {at: place})
WHERE o.measure IN $measures AND o.since < $until AND $since < o.until AND o.since < o.until
RETURN place, o.measure AS measure, collect([o.since, o.until, o.value, coalesce(o.source, '')]) AS counted,
  max(CASE WHEN o.synthetic THEN 1 ELSE 0 END) AS synthetic
