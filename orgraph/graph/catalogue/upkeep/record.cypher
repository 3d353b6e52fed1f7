// The store's own record: format and definitions, and the format that an upgrade is bringing it to.
// $id.
MATCH (s:Store {id: $id})
RETURN s.format AS format, s.definitions AS definitions, s.content AS content, s.upgrading AS upgrading
