// Keys of the nodes of a shape that a pack brought. $pack.
MATCH (n:{{label:shape}}) WHERE n.pack = $pack
RETURN collect(n.{{key:shape}}) AS keys
