// Keep what definitions say under its digest, once; what is there under another name only gets that, too.
// $rows (digest, names, text), $now.
UNWIND $rows AS row
MERGE (d:Definition {digest: row.digest})
ON CREATE SET d.text = row.text, d.names = row.names, d.adopted = $now
WITH d, row, [name IN row.names WHERE NOT name IN d.names] AS new
SET d.names = d.names + new
RETURN count(d) AS kept
