// Tasks called in a period at places that lay in an area then, each with all its events. $area, $since, $until (epoch milliseconds).
MATCH (t:Task)
WHERE t.called_at >= $since AND t.called_at < $until
  AND EXISTS {
    MATCH (t)-[:AT]->(:Area)-[up:PART_OF*0..{{max_depth}}]->(above:Area)
    WHERE coalesce(above.code, '') = $area AND all(step IN up WHERE step.since <= t.opened_on AND t.opened_on < step.until)
  }
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
ORDER BY t.called_at, t.id
