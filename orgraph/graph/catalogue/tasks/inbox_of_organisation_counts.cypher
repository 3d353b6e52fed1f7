// How many open tasks an organisation has in hand, by state and light, as tasks/below_counts.
// $organisation, $now, $far, $since, $until, $ended, $unit, $states, $kinds, $categories, $lights, $tags, $tagged.
{{part:inbox}}
WITH t.state AS state, {{part:light}} AS light, count(t) AS number
ORDER BY state, light
RETURN collect([state, light, number]) AS counts
