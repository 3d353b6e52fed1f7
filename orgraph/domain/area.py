"""Areas: the tree from the province down to the building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Area:
    """An area of any level; `flag` names an oddity of its source, `synthetic` that it was made up."""

    code: str
    name: str
    level: str
    kind: str = ""
    flag: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class NameSpan:
    """What an area is called from `since` up to, not including, `until`; None where it has been so or stays so."""

    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OtherName:
    """
    A name that was asked for and is one of other days, from `since` up to `until`, and what its area is called on the
    day asked about.
    """

    asked: str
    since: date | None
    until: date | None
    name: str


@dataclass(frozen=True, slots=True)
class AreaPath:
    """
    An area with the names of the areas above it, from the top: `path` reads 本溪市/平山区/南地街道.

    `otherwise` are the names that it was found by, its own and those of areas above, that are of another day; `alias`
    is the one of its aliases that it was found by. `since` and `until` are only said of an area that is not there on
    the day asked for: it begins later or has ended, and its path is that of its first or last day.
    """

    area: Area
    path: str
    otherwise: tuple[OtherName, ...] = ()
    since: date | None = None
    until: date | None = None
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An area that may be meant, as on the day asked for, there then or not; `names` are all that it was ever called, the
    first first, `aliases` what it is called besides.
    """

    found: AreaPath
    since: date
    until: date
    names: tuple[NameSpan, ...]
    aliases: tuple[str, ...] = ()

    @property
    def ever(self) -> bool:
        """Whether it was there on any day: what was taken back was not."""
        return self.since < self.until

    def there(self, on: date) -> bool:
        """Whether it is there on `on`."""
        return self.since <= on < self.until
