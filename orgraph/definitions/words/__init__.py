"""Words: levels, kinds, roles, categories of matters."""
