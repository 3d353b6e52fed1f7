"""The schema as a whole; `python -m orgraph.api.schema` prints it, which is what schema/orgraph.graphql holds."""

from __future__ import annotations

from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types
from strawberry.types import ExecutionContext

from orgraph.api.areas import Area
from orgraph.api.audits import AuditQueries
from orgraph.api.coverage import CoverageQueries
from orgraph.api.definitions import DefinitionQueries
from orgraph.api.dispatch import WhistleMutations
from orgraph.api.documents import PreparedDocument
from orgraph.api.errors import handlers
from orgraph.api.lookups import LookupQueries
from orgraph.api.organisations import Organisation
from orgraph.api.people import Officer
from orgraph.api.scalars import SCALARS, attribute
from orgraph.api.tasks import TaskQueries

QUERIES = (CoverageQueries, TaskQueries, AuditQueries, LookupQueries, DefinitionQueries)
MUTATIONS = (WhistleMutations,)


class Schema(strawberry.Schema):
    """Strawberry's schema; the door logs errors itself, once, with the request's identifier."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing here."""

    @property
    def graphql(self) -> GraphQLSchema:
        """The schema as graphql-core has it, to validate documents against."""
        return self._schema


def make_schema() -> Schema:
    """The schema: what may be asked and called for."""
    query: Any = merge_types("Query", QUERIES)
    mutation: Any = merge_types("Mutation", MUTATIONS)
    return Schema(
        query=query,
        mutation=mutation,
        types=[Area, Officer, Organisation],
        extensions=[PreparedDocument],
        exception_handlers=handlers(),
        config=StrawberryConfig(default_resolver=attribute, scalar_map=SCALARS),
    )


def sdl() -> str:
    """The schema in GraphQL's own language."""
    return make_schema().as_str() + "\n"


if __name__ == "__main__":
    print(sdl(), end="")
