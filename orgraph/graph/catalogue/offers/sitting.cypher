// Who sits at some organisations on a day's terms. $codes of organisations, $on.
// Returns rows [code of where, organisation that sits there, weekdays, weeks].
UNWIND $codes AS code
MATCH (seat:Organisation {code: code})<-[r:SITS_AT]-(org:Organisation) WHERE {{held:r}} AND {{held:org}}
RETURN collect([seat.code, [{{organisation:org}}], r.weekdays, r.weeks]) AS sitting
