// Everything a whistle's decision needs, from a place upward on a day, nearest first, as one record.
// $code, $on, $posts (roles that may blow any kind), $lineage (the category and its parents), $backstop (kinds),
// $asked (codes of units called for), $contacts (duty and principal roles).
// Returns levels: area, holders of the posts, organisations with their relation, open tasks and contacts.
MATCH (place:Area {code: $code})-[up:PART_OF*0..{{max_depth}}]->(area:Area)
WHERE all(step IN up WHERE step.since <= $on AND $on < step.until) AND place.since <= $on AND $on < place.until
WITH area, size(up) AS distance ORDER BY distance
RETURN collect([
  distance, {{area:area}},
  COLLECT {
    MATCH (area)<-[p:POSTED_TO]-(o:Officer) WHERE p.role IN $posts AND p.since <= $on AND $on < p.until
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
    MATCH (area)<-[r:RESPONSIBLE_FOR|PAIRED_WITH|SERVES|LEADS]-(org:Organisation)
    WHERE r.since <= $on AND $on < r.until AND (
      org.code IN $asked
      OR (type(r) = 'PAIRED_WITH' AND org:PartyOrganisation)
      OR (type(r) = 'SERVES' AND {{dated:org.kind}} IN $backstop)
      OR (type(r) = 'RESPONSIBLE_FOR' AND any(category IN r.categories WHERE category IN $lineage)))
    RETURN [type(r), r.categories, r.part, r.severity_from,
      {{organisation:org}},
      COUNT { MATCH (org)<-[:IN_HAND_OF]-(:Task) },
      COLLECT {
        MATCH (org)<-[p:POSTED_TO]-(o:Officer) WHERE p.role IN $contacts AND p.since <= $on AND $on < p.until
        RETURN [p.role, p.principal, p.employment, p.since, p.until, o.id, o.name, o.profession, o.tier, o.synthetic,
          COLLECT { MATCH (o)-[w:AWAY]->(org) WHERE w.since <= $on AND $on < w.until RETURN w.reason ORDER BY w.id },
          COLLECT {
            MATCH (o)<-[d:DEPUTISES_FOR]-(s:Officer) WHERE d.since <= $on AND $on < d.until
            AND NOT EXISTS { MATCH (s)-[w:AWAY]->() WHERE w.since <= $on AND $on < w.until }
            RETURN [s.id, s.name, s.profession, s.tier, s.synthetic] ORDER BY s.id
          }]
        ORDER BY p.role, o.id
      }]
    ORDER BY type(r), org.code
  }
]) AS levels
