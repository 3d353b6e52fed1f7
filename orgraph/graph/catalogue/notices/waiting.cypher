// How many notices wait for each target, how many were given up, and why the last one failed.
RETURN COLLECT {
  MATCH (n:Notice)
  WITH n.target AS target, count(n.at) AS waiting, count(*) - count(n.at) AS dead, max(n.why) AS why
  RETURN [target, waiting, dead, why] ORDER BY target
} AS targets
