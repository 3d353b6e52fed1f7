// Tasks at places below an area, counted there as in tasks/counted: from the area down, by AT or, visiting open ones only, OPEN_AT.
// In pages by (rank, id): newest, most urgent, gravest or last ended first, as $order says.
// $area, $order, $rank and $after (of the last row of the page before), $limit, $on (whose names), $now (for lights), $far (of a clock
// that stands still); what is wanted: $since, $until (called, epoch milliseconds, half open), $ended (null: either), $unit (or empty),
// $states, $kinds, $categories, $lights (empty: any), $tags of $tagged fields, of each of which it has one.
{{part:below}}
WITH DISTINCT t
WITH t, {{part:rank}} AS rank
WHERE rank > $rank OR (rank = $rank AND t.id > $after)
WITH t, rank ORDER BY rank, t.id LIMIT $limit
RETURN collect([rank, {{part:row}}]) AS tasks
