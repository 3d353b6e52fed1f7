"""The language of synthesis.yaml: what a step makes, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.weekly import Weekly
from orgraph.seeding.choices import AreaChoice, Drawn, Number, OrganisationChoice, Post


@dataclass(frozen=True, slots=True)
class Under:
    """
    What an organisation stands under: that of `kind` (its own kind with `same_kind`) at the nearest area above its own,
    or the one with `code`.
    """

    kind: str = ""
    code: str = ""
    same_kind: bool = False


@dataclass(frozen=True, slots=True)
class Areas:
    """Makes areas of `level` below each chosen one."""

    line: int
    inside: AreaChoice
    level: str
    kind: str
    number: Number
    name: str
    since: date
    households: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Officers:
    """Makes officers posted to each chosen area."""

    line: int
    at: AreaChoice
    post: Post


@dataclass(frozen=True, slots=True)
class Organisations:
    """
    Makes organisations at each chosen area, in `relation` to it, or as part OF each chosen organisation.

    `kinds` map to templates of names; `code` is the template of what follows the pack's name in the code.
    """

    line: int
    each: AreaChoice | OrganisationChoice
    kinds: dict[str, str]
    number: Number
    code: str
    since: date
    relation: str = ""
    under: Under = Under()
    tier: str = ""
    specialty: tuple[str, ...] = ()
    duty_phone: bool = False
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairings:
    """Relates every chosen area to one organisation, near its home where possible, all with an even load."""

    line: int
    type: str
    of: OrganisationChoice
    to: AreaChoice
    since: date


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """
    Makes each chosen organisation responsible for its home area.

    Without `categories`, for those whose first lead kind is the organisation's; a category whose parent is led by the
    same kind is covered by the parent.
    """

    line: int
    of: OrganisationChoice
    part: str
    since: date
    categories: tuple[str, ...] = ()
    severity_from: int | None = None


@dataclass(frozen=True, slots=True)
class Absences:
    """The holders of `role` at `at` are away; the holder of `deputy` at the same organisation stands in, if given."""

    line: int
    at: tuple[str, ...]
    role: str
    reason: str
    since: date
    until: date
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Visits:
    """Each holder of `role` at the chosen areas visits there once, on a day from `first` to `last` (included)."""

    line: int
    at: AreaChoice
    role: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Offers:
    """Each chosen organisation offers all services of the pack that are of `groups`."""

    line: int
    of: OrganisationChoice
    groups: tuple[str, ...]
    since: date
    weekly: Weekly


@dataclass(frozen=True, slots=True)
class Rotations:
    """
    At each seat `number` of the chosen organisations sit in turn, each once a month: an organisation is at one seat on
    a day. Seats are the chosen organisations `at`, or with `one_in` one of them in each area of that level.
    """

    line: int
    of: OrganisationChoice
    at: OrganisationChoice
    number: int
    since: date
    one_in: str = ""


Step = Areas | Officers | Organisations | Pairings | Responsibilities | Absences | Visits | Offers | Rotations


@dataclass(frozen=True, slots=True)
class PhoneRange:
    """Duty numbers of `digits` digits after an area code; all start with 0, as no subscriber's number does."""

    area_code: str
    digits: int


@dataclass(frozen=True, slots=True)
class Synthesis:
    """All steps of a pack in order; `file` is how the file is named to the person."""

    file: str
    steps: tuple[Step, ...]
    phones: PhoneRange
