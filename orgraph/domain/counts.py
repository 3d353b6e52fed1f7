"""What is counted at places and organisations in a period, never of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation

LISTED = 100
"""Places that an answer lists; how many there are is told beside it."""


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """An observation that another pack has brought."""

    id: str
    since: str
    until: str
    pack: str


@dataclass(frozen=True, slots=True)
class Life:
    """
    An area or organisation from `since` up to, not including, `until`; `level` and `kind` as it has them now.

    `steps`: what an area is or was part of, what an organisation serves or served: code, first day, first day after.
    """

    code: str
    level: str
    kind: str
    since: date
    until: date
    steps: tuple[tuple[str, date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """What was counted at a place from `since` up to, not including, `until`; `source` says so, empty: nobody named."""

    since: date
    until: date
    value: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What is counted of a measure in an area, None where nothing is; `only` is that on which alone it rests."""

    value: int | None
    only: Observed | None


@dataclass(frozen=True, slots=True)
class Days:
    """A period as people say it: both days are part of it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """A place or organisation by code and name, with the names from the area that was asked about down to it."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ShortPlace:
    """A place of which only a part of the period is counted: `days` are not, of `of` days that it was there."""

    place: CountedPlace
    days: int
    of: int


@dataclass(frozen=True, slots=True)
class PartlyCounted:
    """What was counted in a period that lies only partly in the one asked about, and is in no sum."""

    place: CountedPlace
    days: Days
    value: int


@dataclass(frozen=True, slots=True)
class Missing:
    """
    What is not in the sum (缺报). `places` are without anything counted in the period, `short` are counted for a part
    of it, `partly` reaches beyond it; of each at most a hundred are listed, the number is that of all.
    """

    number: int = 0
    places: tuple[CountedPlace, ...] = ()
    short_number: int = 0
    short: tuple[ShortPlace, ...] = ()
    partly_number: int = 0
    partly: tuple[PartlyCounted, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """
    A number beside that of another period: `value` is that of then, `difference` now less then, `per_mille` the change
    in whole per mille of then, half away from nought. None where one of the two is missing, or then was 0.
    """

    value: int | None
    difference: int | None
    per_mille: int | None
    missing: int


@dataclass(frozen=True, slots=True)
class PartCount:
    """
    What is counted in one area of the level asked for; without an area what is counted above all of these. `value` is
    None where nothing is, `missing` are places without anything counted.
    """

    area: Area | None
    value: int | None
    missing: int
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class MeasureCount:
    """
    What is counted of one measure: `value` is the sum, None where nothing was observed, out of so many `observations`.

    What is counted at a place stands for all below it: `below_number` observations, together `below_value`, lie under
    others and are not added. `synthetic`: some of it is invented. `sources`: who says so, at most five.
    """

    measure: str
    value: int | None
    observations: int
    missing: Missing
    below_number: int = 0
    below_value: int = 0
    synthetic: bool = False
    sources: tuple[str, ...] = ()
    compared: Compared | None = None
    parts: tuple[PartCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """
    What is counted in an area, or at an organisation, in the period `days`, beside `against` where that is asked for.

    `level` is that of the parts, empty without any; `ended` is the first day after, of what has ended; `known` the day
    from which on it is known, where the period begins before; `unobserved` are measures that could be observed there
    and of which nothing is counted, where all were asked for.
    """

    area: Area | None
    organisation: Organisation | None
    path: str
    ended: date | None
    days: Days
    against: Days | None
    level: str
    measures: tuple[MeasureCount, ...]
    known: date | None = None
    unobserved: tuple[str, ...] = ()
