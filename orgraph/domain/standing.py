"""How organisations and posts stand to a place and those above it."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation, PostHolder
from orgraph.domain.whistle import Post


@dataclass(frozen=True, slots=True)
class Standing:
    """A relation of an organisation to an area `distance` steps above the place, with its load and its contacts."""

    organisation: Organisation
    relation: str
    distance: int
    categories: tuple[str, ...] = ()
    part: str = ""
    severity_from: int = 1
    open_load: int = 0
    contacts: tuple[PostHolder, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post at an area on the way up from a place, with who holds it."""

    area: Area
    holder: PostHolder

    @property
    def post(self) -> Post:
        """The post as people write it."""
        return Post(self.holder.role, self.area.code)
