"""Who must come: a pure rule over the candidates that one statement gathered, driven by routing.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orgraph.definitions.tasks.routing import SPECIALTY, Routing
from orgraph.definitions.words.categories import ADMISSIONS, Category
from orgraph.domain.organisation import UNIT
from orgraph.domain.track_record import DONE, SUCCESS_RATE
from orgraph.domain.whistle import Candidate, Decision, Reason, Source, Verdict

Key = Callable[[Candidate], int | str]

NOT_BEST = 1_000
"""Where who is not best at anything of a matter stands: behind all who are."""

UNKNOWN = 1
"""Where a rate that is not known stands: behind all that are, of which the highest comes first (less than 0)."""

_KEYS: dict[str, Key] = {
    "distance": lambda candidate: candidate.distance,
    SPECIALTY: lambda candidate: NOT_BEST if candidate.best_at is None else candidate.best_at,
    "tier": lambda candidate: candidate.tier_rank,
    "open-load": lambda candidate: candidate.open_load,
    SUCCESS_RATE: lambda candidate: UNKNOWN if _rate(candidate) is None else -(_rate(candidate) or 0),
    DONE: lambda candidate: -(candidate.track.done if candidate.track else 0),
    "id": lambda candidate: candidate.organisation.code,
}


def _rate(candidate: Candidate) -> int | None:
    return candidate.track.rate if candidate.track else None


def in_order(candidate: Candidate, order: Iterable[str]) -> tuple[int | str, ...]:
    """Where a candidate stands by the keys of an order."""
    return tuple(_KEYS[key](candidate) for key in order)


CORE, ASSIST, RECOVERED = ADMISSIONS

NAMED = (Source.ASKED, Source.NEIGHBOURING)
"""Sources whose candidates were named one by one."""


@dataclass(frozen=True, slots=True)
class Admission:
    """
    Which level an ordinary matter is for.

    `kind`: core (the level keeps it), assist (a superior's department leads, the level helps) or recovered (a
    superior's department takes it). What stands fewer than `local` steps above the place is of the level.
    """

    kind: str
    local: int


def route(
    candidates: Iterable[Candidate],
    category: Category,
    severity: int,
    routing: Routing,
    admission: Admission | None = None,
) -> Decision | None:
    """
    The lead, the helpers, who follows, and a verdict on every candidate.

    The first source of `routing.lead` that yields a candidate who may lead decides; among its candidates the nearest
    level does, then the other keys of `routing.order`, of which `id` is the last, so the order of rows never matters.
    With `admission`, who is not of the right level may not lead. None when no source yields anybody, not even a
    backstop.
    """
    ordered = sorted(candidates, key=_sort_key(routing))
    hindered = _Hindered(category, severity, admission, _kept(ordered, category, severity, routing, admission))
    for source in routing.lead:
        able = [one for one in ordered if one.source is source and not hindered.why(one)]
        if able:
            return _decision(able[0], able[1:], ordered, severity, routing, hindered)
    return None


@dataclass(frozen=True, slots=True)
class _Hindered:
    """What keeps candidates from leading, whatever the others are; `kept`: the level has somebody for a core duty."""

    category: Category
    severity: int
    admission: Admission | None
    kept: bool

    def why(self, candidate: Candidate) -> Reason | None:
        """Why it may not lead; None if it may."""
        return _hindrance(candidate, self.category, self.severity) or self._of_level(candidate)

    def assists(self, candidate: Candidate) -> bool:
        """Whether it helps because its level assists the superior's department."""
        return self._of_level(candidate) is Reason.ASSISTS_ONLY

    def _of_level(self, candidate: Candidate) -> Reason | None:
        if self.admission is None or candidate.source is Source.SERVING:
            return None
        if candidate.distance >= self.admission.local:
            return Reason.STAYS_HERE if self.admission.kind == CORE and self.kept else None
        return {ASSIST: Reason.ASSISTS_ONLY, RECOVERED: Reason.RECOVERED}.get(self.admission.kind)


def _kept(
    ordered: Sequence[Candidate],
    category: Category,
    severity: int,
    routing: Routing,
    admission: Admission | None,
) -> bool:
    """Whether somebody of the level itself can lead."""
    return admission is not None and any(
        one.distance < admission.local and one.source in routing.lead and not _hindrance(one, category, severity)
        for one in ordered
    )


def _decision(
    lead: Candidate,
    behind: Sequence[Candidate],
    ordered: Sequence[Candidate],
    severity: int,
    routing: Routing,
    hindered: _Hindered,
) -> Decision:
    helpers = _helpers(lead, ordered, severity, routing, hindered)
    following = _following(lead, behind, ordered)
    verdicts = tuple(_verdict(one, lead, helpers, following, hindered.why(one), routing) for one in ordered)
    return Decision(lead, helpers, following, verdicts, lead.source is Source.BACKSTOP, routing.key, routing.order)


def _helpers(
    lead: Candidate, ordered: Sequence[Candidate], severity: int, routing: Routing, hindered: _Hindered
) -> tuple[Candidate, ...]:
    """
    Of each helping source the candidates of its nearest level; a unit that was named, wherever it stands; and whoever
    of the level itself answers for what it assists in, or else the level's backstop.
    """
    chosen: dict[str, Candidate] = {}
    for source in routing.helpers:
        able = [one for one in ordered if one.source is source and one.severity_from <= severity]
        nearest = min((one.distance for one in able), default=0)
        for one in able:
            if (source in NAMED or one.distance == nearest) and one.organisation != lead.organisation:
                chosen.setdefault(one.organisation.code, one)
    near = [one for one in ordered if one.severity_from <= severity and hindered.assists(one)]
    assisting = [one for source in (Source.RESPONSIBLE, Source.BACKSTOP) for one in near if one.source is source]
    for one in assisting[:1]:
        chosen.setdefault(one.organisation.code, one)
    return tuple(chosen.values())


def _following(lead: Candidate, behind: Sequence[Candidate], ordered: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Who is called if the lead does not come: the next of the same source, then the nearest backstops upward."""
    backstops = [one for one in ordered if one.source is Source.BACKSTOP]
    queue: dict[str, Candidate] = {}
    for one in [*behind[:1], *backstops]:
        if one.organisation != lead.organisation:
            queue.setdefault(one.organisation.code, one)
    return tuple(queue.values())


def _hindrance(candidate: Candidate, category: Category, severity: int) -> Reason | None:
    """Why this candidate may not lead whatever the others are; None if it may."""
    if candidate.source in (Source.BACKSTOP, Source.ASSIGNED, Source.SERVING):
        return None
    if candidate.severity_from > severity:
        return Reason.SEVERITY_TOO_LOW
    if candidate.source is Source.PAIRED:
        return None if category.branch_may_lead else Reason.BRANCH_MAY_NOT_LEAD
    if candidate.organisation.label == UNIT and candidate.organisation.kind not in category.lead_kinds:
        return Reason.KIND_MAY_NOT_LEAD
    return None


def _verdict(
    candidate: Candidate,
    lead: Candidate,
    helpers: Sequence[Candidate],
    following: Sequence[Candidate],
    hindrance: Reason | None,
    routing: Routing,
) -> Verdict:
    if candidate == lead:
        return Verdict(candidate, True, Reason.LEADS)
    if candidate in helpers:
        return Verdict(candidate, True, Reason.HELPS)
    if candidate in following:
        return Verdict(candidate, False, Reason.NEXT)
    if candidate.source not in routing.lead and hindrance is not Reason.SEVERITY_TOO_LOW:
        return Verdict(candidate, False, _why_no_help(candidate, lead, helpers))
    if hindrance:
        return Verdict(candidate, False, hindrance)
    if candidate.source is Source.BACKSTOP:
        return Verdict(candidate, False, Reason.BACKSTOP_NOT_NEEDED)
    if candidate.source is not lead.source:
        return Verdict(candidate, False, Reason.EARLIER_SOURCE_DECIDED)
    nearer = candidate.distance > lead.distance
    return Verdict(candidate, False, Reason.NEARER_LEVEL_DECIDED if nearer else Reason.BEHIND_IN_ORDER)


def _why_no_help(candidate: Candidate, lead: Candidate, helpers: Sequence[Candidate]) -> Reason:
    """Of one that was to help and not to lead: it comes already, in another way, or a nearer one does."""
    if candidate.organisation == lead.organisation:
        return Reason.EARLIER_SOURCE_DECIDED
    comes = any(candidate.organisation == one.organisation for one in helpers)
    return Reason.BEHIND_IN_ORDER if comes else Reason.NEARER_LEVEL_DECIDED


def _sort_key(routing: Routing) -> Callable[[Candidate], tuple[int | str, ...]]:
    """By level first, whatever the order says: a higher level only when the lower has nobody."""
    order = ("distance", *(key for key in routing.order if key != "distance"))
    return lambda candidate: (
        *in_order(candidate, order),
        candidate.source.value,
        candidate.severity_from,
    )
