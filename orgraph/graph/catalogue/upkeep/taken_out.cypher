// Texts that format 1 took out, by the id of their task or event; with that of a task that a meeting assigned the event that did so.
MATCH (c:Content) WHERE c.redacted IS NOT NULL
WITH c.id AS id
OPTIONAL MATCH (t:Task {id: id})-[:CHILD_OF]->(p:Task)
OPTIONAL MATCH (p)-[:HAS_EVENT]->(e:Event) WHERE e.payload CONTAINS id
RETURN collect([id, e.id]) AS texts
