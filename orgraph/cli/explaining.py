"""The kind of task that is meant by a word, as it holds under an area, to be explained."""

from __future__ import annotations

from collections.abc import Iterator

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.kind_life import KindLife, kind_life
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.domain.errors import NotFound
from orgraph.domain.nearest import instead_of, themselves

LISTS = "orgraph definitions list tasks lists them"


def life_called(definitions: Definitions, word: str, under: str = "") -> KindLife:
    """
    The life of the kind with this key or title, in general, else as it holds under the area `under`, by code.

    A kind that holds under one area only is told as it holds there. Raises NotFound, with what comes nearest.
    """
    called = definitions.tasks.called(word)
    if not called:
        known = {one.key: (one.title.zh, one.title.en) for one in definitions.tasks}
        raise NotFound(f"no kind of task {word!r}", instead_of(word, known, LISTS))
    key = called[0].key
    variants = definitions.tasks.of(key)
    if under:
        roots = tuple(dict.fromkeys(_roots(definitions, variants)))
        if under not in roots:
            remedy = instead_of(under, themselves(roots)) if roots else "leave --under away: it is the same everywhere"
            raise NotFound(f"nothing of {key} is otherwise under {under!r}", remedy)
    kind = definitions.tasks.find(key, (under,))
    if kind is None and len(variants) == 1 and not under:
        kind = variants[0]
    life = kind_life(definitions, kind, under) if kind else None
    if life is None:
        roots = tuple(one.under for one in variants)
        raise NotFound(f"{key} does not hold {_where(under)}", f"add --under with one of {', '.join(roots)}")
    return life


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
