// Give a timer back, if nobody else has taken it since, and say when it is due next, if no action has said so since.
// $task, $fence, $seen (when it was due as it was taken), $at (null: never), $me.
MATCH (x:Timer {id: $task})
SET x.holder = $me
WITH x WHERE x.fence = $fence
SET x.lease = 0, x.at = CASE WHEN x.at = $seen THEN $at ELSE x.at END
RETURN x.id AS task, {{part:upkeep/format}}
