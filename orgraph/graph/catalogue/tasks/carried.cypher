// Whether any task has this state, kind and category, each empty for any: words that no definition has any more stay on tasks.
// $state, $kind, $category.
RETURN EXISTS {
  MATCH (t:Task)
  WHERE ($state = '' OR t.state = $state) AND ($kind = '' OR t.kind = $kind) AND ($category = '' OR t.category = $category)
} AS carried
