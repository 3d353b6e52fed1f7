// Write the format and the definitions that this store now follows.
// $id, $format, $definitions, $content, $now.
MERGE (s:Store {id: $id})
SET s.format = $format, s.definitions = $definitions, s.content = $content, s.adopted = $now
RETURN s.format AS format
