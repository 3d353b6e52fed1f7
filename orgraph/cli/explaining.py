"""The kind of task, or the category, that is meant by a word, as it holds under an area, to be explained."""

from __future__ import annotations

from collections.abc import Iterator

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.kind_life import KindLife, kind_life
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.words.categories import Category
from orgraph.domain.errors import NotFound
from orgraph.domain.nearest import instead_of, themselves

LISTS = "orgraph definitions list tasks, or list categories, lists them"


def life_called(definitions: Definitions, word: str, under: str = "") -> KindLife:
    """
    The life of the kind with this key or title, in general, else as it holds under the area `under`, by code.

    A kind that holds under one area only is told as it holds there. Raises NotFound, with what comes nearest.
    """
    called = definitions.tasks.called(word)
    if not called:
        some = (*definitions.tasks, *definitions.categories)
        known = {one.key: (one.title.zh, one.title.en) for one in some}
        raise NotFound(f"no kind of task or category {word!r}", instead_of(word, known, LISTS))
    key = called[0].key
    variants = definitions.tasks.of(key)
    if under:
        _check_otherwise(key, under, tuple(dict.fromkeys(_roots(definitions, variants))))
    kind = definitions.tasks.find(key, (under,))
    if kind is None and len(variants) == 1 and not under:
        kind = variants[0]
    life = kind_life(definitions, kind, under) if kind else None
    if life is None:
        roots = tuple(one.under for one in variants)
        raise NotFound(f"{key} does not hold {_where(under)}", f"add --under with one of {', '.join(roots)}")
    return life


def category_called(definitions: Definitions, word: str, under: str = "") -> Category | None:
    """
    The category with this key or title, as `life_called` finds a kind; None where there is none, or a kind is called
    so. Raises NotFound for an area under which it is not otherwise.
    """
    called = definitions.categories.called(word)
    if not called or definitions.tasks.called(word):
        return None
    variants = definitions.categories.of(called[0].key)
    if under:
        _check_otherwise(called[0].key, under, tuple(one.under for one in variants if one.under))
    found = definitions.categories.find(called[0].key, (under,))
    if found is None and len(variants) > 1:
        roots = ", ".join(one.under for one in variants)
        raise NotFound(f"{called[0].key} does not hold {_where(under)}", f"add --under with one of {roots}")
    return found or variants[0]


def _check_otherwise(key: str, under: str, roots: tuple[str, ...]) -> None:
    """That something is otherwise under an area. Raises NotFound."""
    if under not in roots:
        remedy = instead_of(under, themselves(roots)) if roots else "leave --under away: it is the same everywhere"
        raise NotFound(f"nothing of {key} is otherwise under {under!r}", remedy)


def _where(under: str) -> str:
    return f"under {under}" if under else "in general"


def _roots(definitions: Definitions, variants: tuple[TaskKind, ...]) -> Iterator[str]:
    """Codes of the areas under which the kind, or something that it names, is otherwise than in general."""
    for kind in variants:
        named = (
            variants,
            definitions.lifecycles.of(kind.lifecycle),
            definitions.deadlines.of(kind.limits),
            definitions.ladders.of(kind.ladder),
        )
        yield from (one.under for entries in named for one in entries if one.under)
