// Open tasks that a post has called for, in pages by (rank, id), as tasks/below. A closed task has no `pending`.
// $from (post and the due from which on to look, which saves looking where that is the order) and $to (after all of the post), as
// Task.pending has them, $order, $rank, $after, $limit, $on, $now, $far, $since, $until, $ended, $unit, $states, $kinds, $categories, $lights, $tags, $tagged.
// The place comes from within the row: behind a second MATCH the embedded engine would find no range by its index.
MATCH (t:Task)
WHERE t.pending >= $from AND t.pending < $to AND {{part:wanted}}
WITH t, {{part:rank}} AS rank
WHERE rank > $rank OR (rank = $rank AND t.id > $after)
WITH t, rank ORDER BY rank, t.id LIMIT $limit
RETURN collect([rank, {{part:row}}]) AS tasks
