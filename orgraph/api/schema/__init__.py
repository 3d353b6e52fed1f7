"""The GraphQL schema, one file a subject; `python -m orgraph.api.schema` prints it."""
