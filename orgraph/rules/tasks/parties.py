"""Who acts, as people write it: role@area, or an organisation; one reading for whistles, actions and inboxes."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.definitions.definitions import Definitions, named
from orgraph.definitions.words.kinds import Role
from orgraph.domain.area import Area
from orgraph.domain.whistle import Post
from orgraph.domain.worded import Worded
from orgraph.rules.places.naming import answers_to


def role_meant(text: str, definitions: Definitions) -> Role | None:
    """The role of `role@area`, or of a role alone, by key or title; None where it is none."""
    return named(definitions.roles, text.partition("@")[0].strip())


def role_titled(key: str, definitions: Definitions) -> Worded:
    """What a role is called; its key where it is not defined."""
    role = definitions.roles.get(key)
    return Worded(key, role.title.zh, role.title.en) if role else Worded(key, key, key)


def post_among(text: str, chain: Sequence[Area], definitions: Definitions) -> Post | None:
    """
    The post that `text` names at a place or above it (`chain`, nearest first): role@area, or a role alone for the
    nearest area of its level. Role and area may be given by key and code or by name. None where no area fits.
    """
    role, where = role_meant(text, definitions), text.partition("@")[2].strip()
    for area in chain if role else ():
        level = definitions.levels.get(area.level)
        called = where in ("", area.code) or (level is not None and answers_to(where, area.name, level))
        if role and called and area.level in role.levels:
            return Post(role.key, area.code)
    return None
