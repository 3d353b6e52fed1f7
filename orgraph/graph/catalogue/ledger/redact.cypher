// Take a text out of the ledger: the event keeps its hash, nobody can read or guess the text any more.
// $content, $at.
MATCH (c:Content {id: $content})
SET c.text = '', c.salt = '', c.redacted = $at
RETURN c.id AS id
