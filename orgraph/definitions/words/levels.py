"""Levels of the area tree, their code schemes and the endings of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.said import Said, said


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """
    How codes of a level are made.

    With `prefix`, a code is that of the area of level `prefix` above it, `letter`, and `digits` digits; without, it has
    `digits` digits of which the first `significant` count and are led by the significant digits of the parent.
    """

    digits: int
    significant: int = 0
    prefix: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """
    A level: `rank` counts from the top, `within` names the levels it may be part of, `endings` map to what stays,
    `aliases` are short words that people use for it beside its title.
    """

    key: str
    title: Title
    rank: int
    within: tuple[str, ...]
    code: CodeScheme
    endings: tuple[tuple[str, str], ...] = ()
    book: bool = False
    leaf: bool = False
    aliases: tuple[str, ...] = ()


def read_level(entry: Entry) -> Level:
    """One entry of levels.yaml."""
    endings = entry.mapping("endings")
    level = Level(
        key=entry.key,
        title=read_title(entry),
        rank=entry.whole("rank", 1, required=True, low=1, high=40),
        within=entry.refers_all("within", "levels", required=True),
        code=_read_code(entry.mapping("code", required=True)),
        endings=tuple(endings.pairs().items()) if endings else (),
        book=entry.truth("book"),
        leaf=entry.truth("leaf"),
        aliases=entry.texts("aliases"),
    )
    entry.done()
    return level


def _read_code(entry: Entry | None) -> CodeScheme:
    if entry is None:
        return CodeScheme(digits=12)
    scheme = CodeScheme(
        digits=entry.whole("digits", 12, required=True, low=1, high=40),
        significant=entry.whole("significant", 0, low=1, high=40),
        prefix=entry.refers("prefix", "levels"),
        letter=entry.text("letter"),
    )
    entry.one_of(("significant", "prefix"))
    if scheme.letter and not (len(scheme.letter) == 1 and "A" <= scheme.letter <= "Z"):
        entry.fault(said("no-capital", value=scheme.letter), said("mend-capital"), "letter")
    entry.done()
    return scheme


def check_levels(levels: Sequence[Level], whole: Whole) -> Iterator[tuple[Level, Said, Said]]:
    """Ranks must grow downward: that alone keeps the tree of levels free of cycles. A leaf lies within no leaf."""
    ranks = {level.key: level.rank for level in levels}
    leaves = {level.key for level in levels if level.leaf}
    for level in levels:
        for above in level.within:
            if ranks.get(above, 0) >= level.rank:
                problem = said("within-lower", rank=level.rank, above=above, rank_above=ranks[above])
                yield level, problem, said("mend-rank")
            if level.leaf and above in leaves:
                yield level, said("leaf-within-leaf", above=above), said("mend-leaf")


def _by_rank(levels: Sequence[Level]) -> list[Level]:
    return sorted(levels, key=lambda level: level.rank)


LEVELS = Section("levels", read_level, check=check_levels, arranged=_by_rank)
