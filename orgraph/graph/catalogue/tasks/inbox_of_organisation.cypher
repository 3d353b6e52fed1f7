// Open tasks that an organisation has in hand, in pages by (rank, id), as tasks/below.
// $organisation, $order, $rank, $after, $limit, $on, $now, $far, $since, $until, $ended, $unit, $states, $kinds, $categories, $lights, $tags, $tagged.
// Returns whether there is such an organisation, and the tasks.
OPTIONAL MATCH (known:Organisation {code: $organisation})
RETURN known IS NOT NULL AS known, COLLECT {
  {{part:inbox}}
  WITH t, {{part:rank}} AS rank
  WHERE rank > $rank OR (rank = $rank AND t.id > $after)
  WITH t, rank ORDER BY rank, t.id LIMIT $limit
  RETURN [rank, {{part:row}}] ORDER BY rank, t.id
} AS tasks
