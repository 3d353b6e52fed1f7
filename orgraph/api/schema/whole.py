"""The schema as a whole; `python -m orgraph.api.schema.whole` prints it, which is what schema/orgraph.graphql holds."""

from __future__ import annotations

import strawberry
from graphql import GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from orgraph.api.schema.actions import ActionMutations, ActionQueries
from orgraph.api.schema.audits import AuditQueries
from orgraph.api.schema.counts import CountQueries
from orgraph.api.schema.coverage import CoverageQueries
from orgraph.api.schema.definitions import DefinitionQueries
from orgraph.api.schema.dispatch import WhistleMutations
from orgraph.api.schema.errors import handlers
from orgraph.api.schema.figures import FigureQueries
from orgraph.api.schema.lookups import LookupQueries
from orgraph.api.schema.registry import Area, Officer, Organisation
from orgraph.api.schema.scalars import SCALARS, attribute
from orgraph.api.schema.services import ServiceQueries
from orgraph.api.schema.supervision import SupervisionQueries
from orgraph.api.schema.task_lists import TaskListQueries
from orgraph.api.schema.tasks import TaskQueries
from orgraph.api.schema.weak_points import WeakPointQueries
from orgraph.api.transport.plans import plain_field

QUERIES = (
    *(CoverageQueries, TaskQueries, TaskListQueries, ActionQueries, SupervisionQueries, CountQueries, ServiceQueries),
    *(AuditQueries, WeakPointQueries, LookupQueries, DefinitionQueries, FigureQueries),
)
MUTATIONS = (WhistleMutations, ActionMutations)


class Schema(strawberry.Schema):
    """Strawberry's schema, which is executed by `plans.run`."""

    @property
    def graphql(self) -> GraphQLSchema:
        """The schema as graphql-core has it, to validate documents against."""
        return self._schema


def make_schema() -> Schema:
    """The schema: what may be asked and called for."""
    schema = Schema(
        query=_merged("Query", QUERIES, "What may be asked (查询)."),
        mutation=_merged("Mutation", MUTATIONS, "What may be called for (操作)."),
        types=[Area, Officer, Organisation],
        exception_handlers=handlers(),
        config=StrawberryConfig(default_resolver=attribute, scalar_map=SCALARS),
    )
    _show_as_it_is(schema.graphql)
    return schema


def _show_as_it_is(schema: GraphQLSchema) -> None:
    """A field that may not be null has no null to show an empty text or the last day of all as."""
    for shown in schema.type_map.values():
        if isinstance(shown, (GraphQLObjectType, GraphQLInterfaceType)):
            for field in shown.fields.values():
                plain = plain_field(field)
                if plain is not None and isinstance(field.type, GraphQLNonNull):
                    plain.default_resolver = getattr


def _merged(name: str, parts: tuple[type, ...], description: str) -> type:
    """One type with the root fields of all subjects."""
    return strawberry.type(type(name, parts, {}), description=description)


def sdl() -> str:
    """The schema in GraphQL's own language."""
    return make_schema().as_str() + "\n"
