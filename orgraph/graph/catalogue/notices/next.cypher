// Until $by: when the earliest free notice to a target is due, and when the earliest lease of another ends; null: none. $target, $now.
MATCH (n:Notice) WHERE n.target = $target AND n.at <= $by
RETURN min(CASE WHEN n.lease <= $now THEN n.at END) AS due, min(CASE WHEN n.lease > $now THEN n.lease END) AS free
