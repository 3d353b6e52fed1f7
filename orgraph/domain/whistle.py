"""A whistle, the candidates for it, and the decision with its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orgraph.domain.area import Area
from orgraph.domain.field import Said
from orgraph.domain.organisation import Organisation, PostHolder
from orgraph.domain.track_record import Track


class Source(StrEnum):
    """
    Where a candidate comes from; `routing.yaml` orders them.

    SERVING: who takes a task for what it has in a field, or is proposed for it by `proposals.yaml`.
    """

    RESPONSIBLE = "responsible"
    ASSISTING = "assisting"
    PAIRED = "paired"
    ASKED = "asked"
    NEIGHBOURING = "neighbouring"
    ASSIGNED = "assigned"
    SERVING = "serving"
    BACKSTOP = "backstop"


class Reason(StrEnum):
    """Why a candidate was chosen or not; `wording.yaml` puts each into words."""

    LEADS = "leads"
    HELPS = "helps"
    NEXT = "next"
    NEARER_LEVEL_DECIDED = "nearer-level-decided"
    EARLIER_SOURCE_DECIDED = "earlier-source-decided"
    BEHIND_IN_ORDER = "behind-in-order"
    KIND_MAY_NOT_LEAD = "kind-may-not-lead"
    SEVERITY_TOO_LOW = "severity-too-low"
    BRANCH_MAY_NOT_LEAD = "branch-may-not-lead"
    STAYS_HERE = "stays-here"
    ASSISTS_ONLY = "assists-only"
    RECOVERED = "recovered"
    BACKSTOP_NOT_NEEDED = "backstop-not-needed"


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where the called departments meet."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post is a role at an area; written role@code, for instance township-secretary@210502001000."""

    role: str
    area: str

    def __str__(self) -> str:
        return f"{self.role}@{self.area}"


@dataclass(frozen=True, slots=True)
class Whistle:
    """
    What a township or street calls for.

    `place` is as typed, `also` are places in other areas that the matter reaches; `severity` None takes the category's
    own. `key` is the caller's idempotency key. `blown_at` is
    when it was blown, where it is entered afterwards; None: now. `again`: it is another one than what is open there.
    `fields`: what is said in those that the kind declares.
    """

    place: str
    by: str
    kind: str
    category: str
    key: str
    text: str = ""
    basis: str = ""
    departments: tuple[str, ...] = ()
    meeting: Meeting | None = None
    channel: str = ""
    severity: int | None = None
    blown_at: datetime | None = None
    also: tuple[str, ...] = ()
    again: bool = False
    fields: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An organisation that might come, and how it stands to the place.

    `distance` counts the steps from the place up to `at`; `path` names the areas on the way, then the organisation.
    Where the order weighs it: `best_at` counts the steps from the matter's category up to one that it is best at, None:
    to none; `track` is its track record.
    """

    organisation: Organisation
    source: Source
    at: Area
    distance: int
    path: tuple[str, ...]
    tier_rank: int
    open_load: int
    severity_from: int = 1
    contacts: tuple[PostHolder, ...] = ()
    best_at: int | None = None
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the proof: a candidate and why it was or was not chosen."""

    candidate: Candidate
    chosen: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """
    Which organisation leads, who helps, who is next, and the proof: a verdict on each candidate, in order.

    `backstop` is true when nobody was responsible and the lowest superior's backstop takes the matter.
    """

    lead: Candidate
    helpers: tuple[Candidate, ...]
    following: tuple[Candidate, ...]
    proof: tuple[Verdict, ...]
    backstop: bool
    routing: str
    order: tuple[str, ...] = field(default=())
