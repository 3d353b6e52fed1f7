// Whether any task has this state, kind, category and tag, each empty for any: words that no definition has any more stay on tasks.
// $state, $kind, $category, $tag.
RETURN EXISTS {
  MATCH (t:Task)
  WHERE ($state = '' OR t.state = $state) AND ($kind = '' OR t.kind = $kind) AND ($category = '' OR t.category = $category)
    AND ($tag = '' OR $tag IN coalesce(t.tags, []))
} AS carried
