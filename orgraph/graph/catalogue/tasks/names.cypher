// Names for the codes of a recorded decision.
// $areas, $organisations, $officers.
RETURN
  COLLECT { MATCH (a:Area) WHERE a.code IN $areas RETURN [a.code, a.name, a.level, a.kind, a.flag, a.synthetic] ORDER BY a.code } AS areas,
  COLLECT {
    MATCH (org:Organisation) WHERE org.code IN $organisations
    RETURN [org.code, org.name, org.kind, org:Unit, org.tier, org.duty_phone, org.synthetic] ORDER BY org.code
  } AS organisations,
  COLLECT {
    MATCH (o:Officer) WHERE o.id IN $officers RETURN [o.id, o.name, o.profession, o.tier, o.synthetic] ORDER BY o.id
  } AS officers
