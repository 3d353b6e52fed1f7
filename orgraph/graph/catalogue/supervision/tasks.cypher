// Tasks called in a period at places that lay in an area then, each with all its events. $area, $since, $until (epoch milliseconds).
MATCH (t:Task)
WHERE t.called_at >= $since AND t.called_at < $until
  AND EXISTS {
    {{part:tasks/counted}}
    RETURN a
  }
RETURN t.id, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
} AS events
ORDER BY t.called_at, t.id
