// The store's own record: format and definitions, the format that an upgrade is bringing it to, and when it took these over.
// $id.
MATCH (s:Store {id: $id})
RETURN s.format AS format, s.definitions AS definitions, s.content AS content, s.upgrading AS upgrading,
  s.adopted AS adopted
