// How many areas lie below one or ever lay there, each way counted, up to $most. $area.
MATCH (root:Area {code: $area})<-[:PART_OF*0..{{max_depth}}]-(a:Area)
WITH a LIMIT $most
RETURN count(a) AS areas
