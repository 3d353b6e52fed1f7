"""The only place that speaks Cypher."""
