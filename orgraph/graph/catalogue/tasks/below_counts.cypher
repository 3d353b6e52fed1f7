// How many tasks of tasks/below are wanted, by state and light. The parameters are those of it:
// $area, $on, $now, $far, $since, $until, $ended, $unit, $states, $kinds, $categories, $lights, $tags, $tagged.
{{part:below}}
WITH DISTINCT t
WITH t.state AS state, {{part:light}} AS light, count(t) AS number
ORDER BY state, light
RETURN collect([state, light, number]) AS counts
