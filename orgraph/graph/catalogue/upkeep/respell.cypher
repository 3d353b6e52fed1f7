// Names to look areas or organisations up by. $rows: {code, short}.
UNWIND $rows AS row
MATCH (n:{{label:shape}} {code: row.code})
SET n.short = row.short
RETURN count(n) AS respelled
