// The same of organisations that are to end: postings and absences from them, what they are to areas, the lines from them and
// to them, and tasks that they have in hand.
// $rows: {key, day}, the first day after. Returns of each organisation lists of [type, id, code, name, pack, until, role].
UNWIND $rows AS row
MATCH (u:Organisation {code: row.key})
RETURN collect([u.code,
  COLLECT { MATCH (u)<-[r:POSTED_TO]-(b:Officer) WHERE r.until > row.day RETURN [type(r), r.id, b.id, b.name, r.pack, r.until, r.role] },
  COLLECT { MATCH (u)<-[r:AWAY]-(b:Officer) WHERE r.until > row.day RETURN [type(r), r.id, b.id, b.name, r.pack, r.until, null] },
  COLLECT { MATCH (u)-[r:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(b:Area) WHERE r.until > row.day
    RETURN [type(r), r.id, b.code, b.name, r.pack, r.until, r.part] },
  COLLECT { MATCH (u)<-[r:UNDER|OF|MEMBER_OF]-(b:Organisation) WHERE r.until > row.day
    RETURN [type(r), r.id, b.code, b.name, r.pack, r.until, null] },
  COLLECT { MATCH (u)-[r:UNDER|OF|MEMBER_OF]->(b:Organisation) WHERE r.until > row.day
    RETURN [type(r), r.id, b.code, b.name, r.pack, r.until, null] },
  COLLECT { MATCH (u)<-[r:IN_HAND_OF]-(t:Task) RETURN ['Task', t.id, t.id, t.category, '', '', r.part] }
]) AS hanging
