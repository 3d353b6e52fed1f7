"""Prints the schema in GraphQL's own language: what schema/orgraph.graphql holds."""

from orgraph.api.schema.whole import sdl

print(sdl(), end="")
