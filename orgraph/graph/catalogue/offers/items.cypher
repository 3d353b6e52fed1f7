// All service items that there are: some hundreds a city. Returns rows of services.
MATCH (v:Service)
RETURN collect([v.code, v.name, v.group, v.synthetic]) AS items
