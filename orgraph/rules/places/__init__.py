"""Places: names of a day, which place is meant, the way up from it."""
