"""Officers and their posts, seen from the place and from the officer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from orgraph.api.fields import in_words, plain
from orgraph.api.relay import Connection, Node, identified, paged
from orgraph.domain import organisation as domain

if TYPE_CHECKING:
    from orgraph.api.areas import PostedAt


@strawberry.type(description="A person in public posts (干部); names in seeds are made up, see `synthetic`.")
class Officer(Node):
    """Shows the domain's Officer."""

    global_id: strawberry.ID = identified("Officer", "id")
    id: str = plain("Identifier within the data (人员编号), as the command line takes it.", name="key")
    name: str = plain("Name (姓名).")
    profession: str | None = plain("Profession (职业) by key.")
    profession_title: str | None = in_words("professions", "profession", "Profession (职业) in words.")
    tier: str | None = plain("Tier (级别) by key.")
    tier_title: str | None = in_words("tiers", "tier", "Tier (级别) in words.")
    synthetic: bool = plain("Whether the person is made up (合成).")
    postings: Connection[Posting] = paged("postings", "id", "Posts held (任职) on the day asked for, by role.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Officer)


@strawberry.type(description="A post (岗位) and who holds it on the day asked for.")
class Post:
    """Shows the domain's PostHolder."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    officer: Officer = plain("Who holds it (任职人).")
    employment: str | None = plain("Employment (用工形式) by key: full-time, part-time, seconded.")
    employment_title: str | None = in_words("employments", "employment", "Employment (用工形式) in words.")
    principal: bool = plain("Whether the holder answers for the place or organisation (主要负责人).")
    since: date | None = plain("First day (任职起始日).")
    until: date | None = plain("First day after the post (任职截止日), null while open.")
    away: str | None = plain("Why the holder is away (离岗原因) that day, null when present.")
    away_title: str | None = in_words("absences", "away", "Why the holder is away (离岗原因), in words.")
    deputy: Officer | None = plain("Who stands in (代理人) while the holder is away.")
    acting: Officer | None = plain("Who answers that day (当日负责人): the holder, or the deputy; null for nobody.")


@strawberry.type(description="A post as seen from the officer (任职): which role, and where.")
class Posting:
    """Shows the domain's Posting."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    at: Annotated[PostedAt, strawberry.lazy("orgraph.api.areas")] = plain("Where (任职地).")
    employment: str | None = plain("Employment (用工形式) by key.")
    principal: bool = plain("Whether the holder answers for the place or organisation (主要负责人).")
    since: date = plain("First day (任职起始日).")
    until: date | None = plain("First day after the post (任职截止日), null while open.")
