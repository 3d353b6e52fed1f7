// Write the format and the definitions that this store now follows, locked first. Returns the format that it had before.
// $id, $format, $definitions, $content, $now.
MERGE (s:Store {id: $id})
SET s.lock = $id
WITH s, coalesce(s.upgrading, s.format) AS before
SET s.format = $format, s.definitions = $definitions, s.content = $content, s.adopted = $now
RETURN before AS format
