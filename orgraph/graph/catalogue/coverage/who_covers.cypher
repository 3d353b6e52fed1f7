// Who is posted to, serves or leads each area from a place upward, on a day; nearest first, as one record.
// $code area code, $on business day (ISO). Returns levels and the packs whose import is not done; no levels: no such area then.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(area:Area)
WHERE all(step IN up WHERE step.since <= $on AND $on < step.until) AND place.since <= $on AND $on < place.until
WITH area, size(up) AS distance ORDER BY distance
RETURN collect([
  distance, {{area:area}},
  COLLECT {
    MATCH (area)<-[p:POSTED_TO]-(o:Officer) WHERE p.since <= $on AND $on < p.until
    RETURN [p.role, p.principal, p.employment, p.since, p.until, o.id, o.name, o.profession, o.tier, o.synthetic,
      COLLECT { MATCH (o)-[w:AWAY]->(area) WHERE w.since <= $on AND $on < w.until RETURN w.reason ORDER BY w.id },
      COLLECT {
        MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE d.since <= $on AND $on < d.until
        AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE w.since <= $on AND $on < w.until }
        RETURN [s.id, s.name, s.profession, s.tier, s.synthetic] ORDER BY s.id
      }]
    ORDER BY p.role, o.id
  },
  COLLECT {
    MATCH (area)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]-(org:Organisation) WHERE r.since <= $on AND $on < r.until
    RETURN [type(r), r.categories, r.part, r.severity_from,
      {{organisation:org}}]
    ORDER BY type(r), org.code
  }
]) AS levels, COLLECT { MATCH (i:Import {state: 'running'}) RETURN DISTINCT i.pack } AS incomplete
