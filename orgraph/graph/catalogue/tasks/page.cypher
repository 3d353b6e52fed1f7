// Tasks at places that lay in an area when they were called, or last had, the last called first, in pages by (time, id): by the
// index of all tasks, for areas that are no small part of them. As tasks/below, whose $order this has, but $before for $rank.
// $area, $before (time of the last row of the page before), $after, $limit, $on, $now, $far,
// $since, $until, $ended, $unit, $states, $kinds, $categories, $lights, $tags, $tagged.
MATCH (t:Task)
WHERE (t.called_at < $before OR (t.called_at = $before AND t.id > $after))
  AND t.called_at >= $since AND t.called_at < $until
  AND {{part:wanted}}
  AND EXISTS {
    {{part:counted}}
    RETURN a
  }
WITH t ORDER BY t.called_at DESC, t.id LIMIT $limit
RETURN collect([-t.called_at, {{part:row}}]) AS tasks
