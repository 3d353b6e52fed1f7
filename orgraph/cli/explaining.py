"""The kind of task, or the category, that is meant by a word, as it holds under an area, to be explained."""

from __future__ import annotations

from collections.abc import Iterator

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.definitions.kind_life import KindLife, kind_life
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.words.categories import Category
from orgraph.domain.errors import NotFound
from orgraph.domain.nearest import instead_of, themselves
from orgraph.domain.said import said
from orgraph.domain.worded import Worded


def life_called(definitions: Definitions, word: str, under: str = "") -> KindLife:
    """
    The life of the kind with this key or title, in general, else as it holds under the area `under`, by code.

    A kind that holds under one area only is told as it holds there. Raises NotFound, with what comes nearest.
    """
    called = definitions.tasks.called(word)
    if not called:
        known = words_of((*definitions.tasks, *definitions.categories))
        raise NotFound(said("no-kind-or-category", word=word), instead_of(word, known, said("mend-list-kinds")))
    key = called[0].key
    variants = definitions.tasks.of(key)
    if under:
        _check_otherwise(_title(called[0]), under, tuple(dict.fromkeys(_roots(definitions, variants))))
    kind = definitions.tasks.find(key, (under,))
    if kind is None and len(variants) == 1 and not under:
        kind = variants[0]
    life = kind_life(definitions, kind, under) if kind else None
    if life is None:
        raise _elsewhere(_title(variants[0]), under, tuple(one.under for one in variants))
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
        _check_otherwise(_title(called[0]), under, tuple(one.under for one in variants if one.under))
    found = definitions.categories.find(called[0].key, (under,))
    if found is None and len(variants) > 1:
        raise _elsewhere(_title(called[0]), under, tuple(one.under for one in variants))
    return found or variants[0]


def _check_otherwise(title: Worded, under: str, roots: tuple[str, ...]) -> None:
    """That something is otherwise under an area. Raises NotFound."""
    if under not in roots:
        remedy = instead_of(under, themselves(roots)) if roots else said("mend-same-everywhere", of=title)
        raise NotFound(said("same-under", of=title, area=under), remedy)


def _elsewhere(title: Worded, under: str, roots: tuple[str, ...]) -> NotFound:
    """That something holds under other areas only."""
    problem = said("not-held-under", of=title, area=under) if under else said("not-held-in-general", of=title)
    return NotFound(problem, said("mend-name-an-area", areas=roots, of=title, area=roots[0]))


def _title(of: TaskKind | Category) -> Worded:
    return Worded(of.key, of.title.zh, of.title.en)


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
