"""Officers, the posts they hold, and the post as seen from either side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from orgraph.api.relay import After, Connection, First, Node, checked_first, connection, identified
from orgraph.api.words import Info, in_words
from orgraph.domain import organisation as domain
from orgraph.domain import registry

if TYPE_CHECKING:
    from orgraph.api.areas import Area
    from orgraph.api.organisations import Organisation


@strawberry.type(description="A person in public posts (干部); names in seeds are made up, see `synthetic`.")
class Officer(Node):
    """Read from the domain's Officer."""

    id: strawberry.ID = identified("Officer", "id")
    key: str = strawberry.field(description="Identifier within the data (人员编号), as the command line takes it.")
    name: str = strawberry.field(description="Name (姓名).")
    profession: str | None = strawberry.field(description="Profession (职业) by key.")
    profession_title = in_words("professions", "profession", "Profession (职业) in words.")
    tier: str | None = strawberry.field(description="Tier (级别) by key; the lower rank is preferred.")
    synthetic: bool = strawberry.field(description="Whether the person is made up (合成).")

    @classmethod
    def is_type_of(cls, value: object, info: object) -> bool:
        """Whether a value is shown as this type."""
        return isinstance(value, domain.Officer)

    @strawberry.field(description="Posts held (任职) on the day asked for, by role.", graphql_type="Connection[Posting]")
    async def postings(
        parent: strawberry.Parent[domain.Officer],  # noqa: N805
        info: Info,
        first: First = 50,
        after: After = "",
    ) -> Connection[Posting]:
        key = (parent.id, info.context.day(info.path), checked_first(first), after)
        return connection(await info.context.loaders.postings.load(key), after)
