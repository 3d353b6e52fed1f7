"""How fields are declared: plain ones read the domain's object, computed ones have a resolver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any

import strawberry

from orgraph.api.context import Context
from orgraph.definitions.titles import Title
from orgraph.domain.worded import Worded

Info = strawberry.Info[Context, None]


def plain(description: str, name: str | None = None) -> Any:
    """A field that reads the attribute of its own Python name from the domain's object."""
    return strawberry.field(description=description, name=name)


def computed(resolver: Callable[..., Any], description: str, name: str | None = None) -> Any:
    """
    A field with a resolver.

    The resolver speaks of domain types, the annotation of the field of GraphQL types: the annotation counts.
    """
    return strawberry.field(resolver=resolver, description=description, name=name)


@strawberry.enum(description="A language (语言) of titles and answers.")
class Lang(Enum):
    """Languages that the definitions hold."""

    zh = strawberry.enum_value("zh", description="Chinese (中文).")
    en = strawberry.enum_value("en", description="English (英文).")


LangArgument = Annotated[
    Lang | None,
    strawberry.argument(description="Language (语言) of the words; by default that of Accept-Language, else Chinese."),
]
On = Annotated[
    date | None,
    strawberry.argument(description="Business day (日期) asked for; by default today in Asia/Shanghai."),
]


def in_words(section: str, attribute: str, description: str) -> Any:
    """A field `…Title(lang)`: the title, from a section of the definitions, of the key in the source's `attribute`."""

    def title(parent: strawberry.Parent[Any], info: Info, lang: LangArgument = None) -> str | None:
        key = getattr(parent, attribute)
        return info.context.words(section, key, code_of(lang)) if key else None

    return computed(title, description)


def worded(words: Title | Worded, info: Info, lang: LangArgument) -> str:
    """Words in the language asked for."""
    return words(code_of(lang) or info.context.lang)


def own_words(attribute: str, description: str) -> Any:
    """A field `…(lang)`: what the source says in its `attribute`, null where it says nothing."""

    def words(parent: strawberry.Parent[Any], info: Info, lang: LangArgument = None) -> str | None:
        said = getattr(parent, attribute)
        return worded(said, info, lang) if said else None

    return computed(words, description)


def own_title(description: str) -> Any:
    """A field `title(lang)` of an entry of the definitions."""
    return own_words("title", description)


def own_source() -> Any:
    """A field `source(lang)` of an entry of the definitions."""
    return own_words("source", "Where it comes from (出处).")


def own_guide(description: str) -> Any:
    """A field `guide(lang)` of what has a guide: its steps."""

    def guide(parent: strawberry.Parent[Any], info: Info, lang: LangArgument = None) -> list[str]:
        return list(parent.guide(code_of(lang) or info.context.lang))

    return computed(guide, description)


def code_of(lang: Lang | None) -> str | None:
    """The code of a language that was asked for; None where none was."""
    return str(lang.value) if lang else None
