"""What steps have in common: which places, how many at each, which posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from orgraph.domain.time import OPEN_END


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """
    Areas that a step works on: of `levels`, and where given of `kinds`, of formal kinds only, among `codes`, in
    `scope`, below an area of a kind in `inside`. `left_out` maps codes to the reason why they are not.
    """

    levels: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    formal: bool = False
    codes: tuple[str, ...] = ()
    scope: str = ""
    inside: tuple[str, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrganisationChoice:
    """Organisations of the pack: of `kinds`, at home in areas of `levels`, among `codes`, less those `left_out`."""

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same number at every place."""

    number: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number from `low` to `high`, both included, drawn for each place."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Shared:
    """
    A total over all places, `at_least` so many at each.

    The rest goes by weight: that of the place's kind in `weights` (1 each where empty), times the number of areas of
    `proportional_to` in it, varied by up to `spread` per cent. `less`: groups of persons taken off the total first.
    """

    total: int
    at_least: int = 0
    weights: dict[str, int] = field(default_factory=dict)
    spread: int = 0
    proportional_to: AreaChoice | None = None
    less: tuple[str, ...] = ()


Number = Fixed | Drawn | Shared


@dataclass(frozen=True, slots=True)
class Also:
    """A further post of the same person, at the same place or, with `home`, at the area of the organisation."""

    role: str
    employment: str = ""
    home: bool = False
    principal: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """
    Persons made for a role at each place, each with a posting.

    `professions` map to weights; `group` is the name under which they count; `vacant` maps places where the post is
    left open to the reason.
    """

    role: str
    number: Number
    since: date
    until: date = OPEN_END
    employment: str = ""
    professions: dict[str, int] = field(default_factory=dict)
    tier: str = ""
    principal: bool = False
    also: tuple[Also, ...] = ()
    group: str = ""
    vacant: dict[str, str] = field(default_factory=dict)
