// Until $by (as Timer.at has it): when the earliest free timer is due, and when the earliest lease of another ends; null: none. $now.
MATCH (x:Timer) WHERE x.at <= $by
RETURN min(CASE WHEN x.lease <= $now THEN x.at END) AS due, min(CASE WHEN x.lease > $now THEN x.lease END) AS free
