// The same along a way that is known: below something that has ended.
// $way: {code, distance}, $on. Returns levels.
UNWIND $way AS step
MATCH (area:Area {code: step.code})
WITH area, step.distance AS distance ORDER BY distance
RETURN collect({{part:level}}) AS levels
