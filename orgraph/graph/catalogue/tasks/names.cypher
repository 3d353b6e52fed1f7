// Names for the codes of a recorded decision. Code by code: a list to look in is no way into an index within COLLECT.
// $areas, $organisations, $officers.
RETURN
  COLLECT {
    UNWIND $areas AS code
    MATCH (a:Area {code: code})
    RETURN [a.code, a.name, a.level, a.kind, a.flag, a.synthetic] ORDER BY a.code
  } AS areas,
  COLLECT {
    UNWIND $organisations AS code
    MATCH (org:Organisation {code: code})
    RETURN [org.code, org.name, org.kind, org:Unit, org.tier, org.duty_phone, org.synthetic] ORDER BY org.code
  } AS organisations,
  COLLECT {
    UNWIND $officers AS code
    MATCH (o:Officer {id: code})
    RETURN [o.id, o.name, o.profession, o.tier, o.synthetic] ORDER BY o.id
  } AS officers
