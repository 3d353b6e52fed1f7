// Imports that are under way or died half way.
OPTIONAL MATCH (i:Import {state: 'running'})
RETURN collect(properties(i)) AS imports
