// The chain of the same along a way that is known: that of a place which has ended, or below something that has.
// $way: {code, distance}, $on, $unit, $kinds.
UNWIND $way AS step
MATCH (above:Area {code: step.code})
WITH above, step.distance AS distance ORDER BY distance
RETURN collect({{part:link}}) AS chain
