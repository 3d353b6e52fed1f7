// Of the notices $ids those that still wait, and for when: what comes after them in their task waits, too.
UNWIND $ids AS id
MATCH (n:Notice {id: id}) WHERE n.at IS NOT NULL
RETURN collect([n.id, n.at]) AS notices
