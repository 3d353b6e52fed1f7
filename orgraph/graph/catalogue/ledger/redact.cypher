// Take contents out of the ledger: the event keeps their hashes, nobody can read or guess them any more.
// $contents (ids), $at.
UNWIND $contents AS id
MATCH (c:Content {id: id})
SET c.text = '', c.salt = '', c.redacted = $at
RETURN count(c) AS contents
