// Who is posted to areas under a root on a day, or to organisations that stand to them, and is there or deputised for.
// $area, $on. Returns [place, officer's id, name, synthetic].
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE a.since <= $on AND $on < a.until AND all(step IN down WHERE step.since <= $on AND $on < step.until)
MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR*0..1]-(place)<-[p:POSTED_TO]-(o:Officer)
WHERE p.since <= $on AND $on < p.until AND all(step IN r WHERE step.since <= $on AND $on < step.until)
  AND (NOT EXISTS { MATCH (o)-[w:AWAY]->(place) WHERE w.since <= $on AND $on < w.until } OR EXISTS {
    MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE d.since <= $on AND $on < d.until
      AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE w.since <= $on AND $on < w.until }
  })
WITH DISTINCT place.code AS code, o
RETURN collect([code, o.id, o.name, o.synthetic]) AS rows
