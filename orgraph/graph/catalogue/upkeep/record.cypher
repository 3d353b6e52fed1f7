// The store's own record: format and definitions.
// $id.
MATCH (s:Store {id: $id})
RETURN s.format AS format, s.definitions AS definitions, s.content AS content
