// What hangs on areas that are to end, after their last day, whatever pack brought it: areas below, postings, absences from
// them, relations of organisations, and tasks that are not closed. Visits do not: nothing of them goes on after their day.
// $rows: {key, day}, the first day after. Returns of each area lists of [type, id, code, name, pack, until, role].
UNWIND $rows AS row
MATCH (a:Area {code: row.key})
RETURN collect([a.code,
  COLLECT { MATCH (a)<-[r:PART_OF]-(b:Area) WHERE r.until > row.day RETURN [type(r), r.id, b.code, b.name, r.pack, r.until, null] },
  COLLECT { MATCH (a)<-[r:POSTED_TO]-(b:Officer) WHERE r.until > row.day RETURN [type(r), r.id, b.id, b.name, r.pack, r.until, r.role] },
  COLLECT { MATCH (a)<-[r:AWAY]-(b:Officer) WHERE r.until > row.day RETURN [type(r), r.id, b.id, b.name, r.pack, r.until, null] },
  COLLECT { MATCH (a)<-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]-(b:Organisation) WHERE r.until > row.day
    RETURN [type(r), r.id, b.code, b.name, r.pack, r.until, r.part] },
  COLLECT { MATCH (a)<-[:OPEN_AT]-(t:Task) RETURN ['Task', t.id, t.id, t.category, '', '', t.kind] }
]) AS hanging
