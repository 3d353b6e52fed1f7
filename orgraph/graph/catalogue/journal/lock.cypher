// First statement of every entry: claim the idempotency key, then lock the book, both by writing; then look.
// $request, $actor, $body and $salt (its seal), $task (what the key stands for), $at, $me, $book, $genesis, $tasks (ids of what is
// looked at, all of this book); $place, $kind and $category of what is not opened twice ($place is empty where anything may be).
// $on (whose name the book's area has), $above (levels above those that keep books). Returns the seal, task and version that the key
// stands for, whether that task exists, the end of the book, how many numbers it gave in each year, as JSON, its area, the one above,
// and the others, be they of another day, that have or had its short name and of whose tasks a number may have it: of each its names and
// the code and short names of whatever it was a part of, three plain look-ups, so that an index answers each; of each task what
// it keeps of its fold, its events, its children that are still open and whether its parent has ended; and such tasks that are open.
MERGE (q:Request {id: $request})
ON CREATE SET q.actor = $actor, q.body = $body, q.salt = $salt, q.task = $task, q.at = $at
SET q.lock = $me
WITH q
MERGE (b:Book {code: $book})
ON CREATE SET b.position = 0, b.hash = $genesis
SET b.lock = $me
WITH q, b
RETURN q.salt AS salt, q.body AS body, q.task AS task, q.version AS version, EXISTS { MATCH (:Task {id: q.task}) } AS opened,
  b.position AS position, b.hash AS hash, b.numbered AS numbered,
  COLLECT { MATCH (a:Area {code: $book}) RETURN [{{area:a}}] } AS areas,
  COLLECT { MATCH (a:Area {code: $book})-[p:PART_OF]->(up:Area) WHERE {{held:p}} RETURN [{{area:up}}] } AS above,
  COLLECT {
    MATCH (a:Area {code: $book})
    WITH a, {{dated:a.short}} AS called
    MATCH (o:Area {short: called})
    WHERE o.code <> $book AND (o.level = a.level OR (o.level IN $above AND NOT a.level IN $above))
    {{part:journal/namesake}}
  } +
  COLLECT {
    MATCH (a:Area {code: $book})
    WITH a, {{dated:a.short}} AS called
    MATCH (o:Area {was: called})
    WHERE o.code <> $book AND (o.level = a.level OR (o.level IN $above AND NOT a.level IN $above))
    {{part:journal/namesake}}
  } +
  COLLECT {
    MATCH (a:Area {code: $book})
    WITH a, {{dated:a.short}} AS called
    MATCH (o:Area {renamed: true})
    WHERE called IN o.earlier AND o.code <> $book AND (o.level = a.level OR (o.level IN $above AND NOT a.level IN $above))
    {{part:journal/namesake}}
  } AS namesakes,
  COLLECT {
    UNWIND $tasks AS id
    MATCH (t:Task {id: id}) WHERE t.book = $book
    RETURN [
      t.id, {{part:tasks/kept}}, COLLECT { MATCH (x:Timer {id: id}) RETURN x.at },
      COLLECT {
        MATCH (t)-[:HAS_EVENT]->(e:Event)
        RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
      },
      COLLECT {
        MATCH (t)<-[:CHILD_OF]-(c:Task) WHERE NOT c.final
        RETURN c.id ORDER BY c.id
      },
      EXISTS { MATCH (t)-[:CHILD_OF]->(p:Task) WHERE p.final }
    ]
  } AS tasks,
  COLLECT {
    MATCH (:Area {code: $place})<-[:OPEN_AT]-(o:Task)
    WHERE o.kind = $kind AND o.category = $category
    RETURN o.id ORDER BY o.called_at, o.id
  } AS open,
  {{part:upkeep/format}}
