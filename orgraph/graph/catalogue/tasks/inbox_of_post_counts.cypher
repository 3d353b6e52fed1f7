// How many open tasks a post has called for, by state and light, as tasks/below_counts.
// $from and $to (before and after all of the post), as Task.pending has them, $now, $far, $since, $until, $ended, $unit, $states,
// $kinds, $categories, $lights, $tags, $tagged.
MATCH (t:Task)
WHERE t.pending >= $from AND t.pending < $to AND {{part:wanted}}
WITH t.state AS state, {{part:light}} AS light, count(t) AS number
ORDER BY state, light
RETURN collect([state, light, number]) AS counts
