"""What an audit demands of postings, one by one: a visit, no other beside it, begun by somebody present."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.demands.requirements import PostCount, read_which
from orgraph.definitions.source import Entry
from orgraph.domain.said import said


@dataclass(frozen=True, slots=True)
class Visited:
    """
    The officer has visited the place since the posting began; with `within_days`, in the last so many days, which is
    not asked of who has been there for less.
    """

    within_days: int = 0


@dataclass(frozen=True, slots=True)
class NotWith:
    """
    The same person holds no other posting in one of `roles` (any where empty); with `another`, none in another area of
    that level.
    """

    roles: tuple[str, ...] = ()
    another: str = ""


@dataclass(frozen=True, slots=True)
class BegunPresent:
    """The officer was not away from another post or place on the day that the posting began."""


@dataclass(frozen=True, slots=True)
class PlaceThere:
    """Neither the area of the posting nor one above it has ended, nor the organisation that it is in."""


@dataclass(frozen=True, slots=True)
class NoLongerThan:
    """The posting began at most so many years ago."""

    years: int


PostingRule = Visited | NotWith | BegunPresent | PlaceThere | NoLongerThan
RULES = ("visited", "not_with", "begun_present", "place_there", "at_most_years")


@dataclass(frozen=True, slots=True)
class PostingsMeasure:
    """Postings, those that `which` would count (at areas of `level` where given), that break one of several rules."""

    which: PostCount
    level: str
    must: tuple[tuple[str, PostingRule], ...]

    @property
    def of_the_past(self) -> bool:
        """Whether areas that have ended are looked at, too."""
        return any(isinstance(rule, PlaceThere) for _, rule in self.must)


def read_postings(entry: Entry) -> PostingsMeasure:
    """The keys `each`, with `postings`, and `must` of an audit."""
    each = entry.mapping("each", required=True)
    below = each.mapping("postings", required=True) if each else None
    which, level = PostCount(), ""
    if each and below:
        level = below.refers("level", "levels")
        which = read_which(below)
        below.done()
        each.done()
    return PostingsMeasure(which, level, tuple(_rule(one) for one in entry.mappings("must", required=True)))


def _rule(entry: Entry) -> tuple[str, PostingRule]:
    name = entry.one_of(RULES) or "place_there"
    rule = _read(entry, name)
    entry.done()
    return name, rule


def _read(entry: Entry, name: str) -> PostingRule:
    if name == "visited":
        return _visited(entry.mapping(name))
    if name == "not_with":
        return _not_with(entry.mapping(name))
    if name == "at_most_years":
        return NoLongerThan(entry.whole(name, 1, low=1, high=100))
    if entry.has(name) and not entry.truth(name, default=True):
        entry.only_true(name)
    return BegunPresent() if name == "begun_present" else PlaceThere()


def _visited(entry: Entry | None) -> PostingRule:
    if entry is None:
        return Visited()
    if entry.one_of(("since_posting", "within_days")) == "since_posting" and not entry.truth("since_posting"):
        entry.only_true("since_posting")
    days = entry.whole("within_days", low=1, high=3650)
    entry.done()
    return Visited(days)


def _not_with(entry: Entry | None) -> PostingRule:
    if entry is None:
        return NotWith()
    rule = NotWith(entry.refers_all("roles", "roles"), entry.refers("another", "levels"))
    if not rule.roles and not rule.another:
        entry.fault(said("none-of", these=("roles", "another")), said("mend-add-one"))
    entry.done()
    return rule
