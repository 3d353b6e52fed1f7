// Who is posted to areas under a root on a day, or to organisations that stand to them, and is there or deputised for.
// $area, $on. Returns [place, officer's id, name, synthetic].
MATCH (root:Area {code: $area})<-[down:PART_OF*0..{{max_depth}}]-(a:Area)
WHERE {{held:a}} AND {{steps:down}}
MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR*0..1]-(place)<-[p:POSTED_TO]-(o:Officer)
WHERE {{held:p}} AND {{held:place}} AND {{steps:r}}
  AND (NOT EXISTS { MATCH (o)-[w:AWAY]->(place) WHERE {{held:w}} } OR EXISTS {
    MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE {{held:d}}
      AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE {{held:w}} }
  })
WITH DISTINCT place.code AS code, o
RETURN collect([code, o.id, o.name, o.synthetic]) AS rows
