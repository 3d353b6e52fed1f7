// What was counted at some places, for each measure what meets a period: [since, until, value] of each, who says so, whether
// some of it is invented. A question goes from each place and measure to what was counted there, by the index on both.
// $places, $measures, $since, $until (the first day of the period and the first after it).
UNWIND $places AS place
UNWIND $measures AS measure
MATCH (o:Observation {at: place, measure: measure})
WHERE o.since < $until AND $since < o.until AND o.since < o.until
RETURN place, measure, collect([o.since, o.until, o.value]) AS counted, collect(DISTINCT o.source) AS sources,
  max(CASE WHEN o.synthetic THEN 1 ELSE 0 END) AS synthetic
