"""Use cases, one a file, each a story from top to bottom."""
