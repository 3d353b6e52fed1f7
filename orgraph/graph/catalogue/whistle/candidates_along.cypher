// The same along a way that is known: that of a place which has ended, or below something that has.
// $way: {code, distance}, $on, $posts, $lineage, $backstop, $asked, $contacts. Returns levels.
UNWIND $way AS step
MATCH (area:Area {code: step.code})
WITH area, step.distance AS distance ORDER BY distance
RETURN collect({{part:level}}) AS levels
