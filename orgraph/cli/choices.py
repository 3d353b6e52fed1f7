"""Words to choose among in options: by their key, or by what they are called in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from orgraph.cli.chinese import CHOICES
from orgraph.cli.usage import Unusable

if TYPE_CHECKING:
    from orgraph.domain.worded import Worded

Chosen = TypeVar("Chosen", bound=StrEnum)


def one_of(family: str, kind: type[Chosen]) -> Callable[[str], Chosen]:
    """Reads one of `kind`, each of which CHOICES calls something in this family."""

    def parse(text: str) -> Chosen:
        from orgraph.domain.text import spelled

        meant = spelled(text).casefold()
        for key, called in CHOICES[family].items():
            if meant in (key, *called):
                return kind(key)
        raise Unusable("usage-choice", value=text, choices=_all(family))

    return parse


def named(family: str) -> str:
    """What stands for a value in help: all that there are."""
    return f"[{'|'.join(CHOICES[family])}]"


def _all(family: str) -> tuple[Worded, ...]:
    from orgraph.domain.worded import Worded

    return tuple(Worded(key, called[0], key) for key, called in CHOICES[family].items())
