"""Who must come: what holds for any candidates whatever."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.tasks.routing import Routing
from orgraph.definitions.titles import NO_SOURCE, Title
from orgraph.definitions.words.categories import ADMISSIONS, Category
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.organisation import PARTY_ORGANISATION, UNIT, Organisation
from orgraph.domain.standing import Standing
from orgraph.domain.track_record import TrackRecord, track_of
from orgraph.domain.whistle import Candidate, Decision, Reason, Source
from orgraph.rules.ledger.rerun import recorded_input, rerun
from orgraph.rules.whistles.candidates import candidates, neighbouring
from orgraph.rules.whistles.routing import Admission, route

CHAIN = tuple(
    Area(f"a{number}", f"area {number}", level) for number, level in enumerate(("village", "town", "county", "city"))
)
KINDS = ("justice", "police", "housing")
UNITS = tuple(
    Organisation(f"x:{kind}-{number}", f"{kind} {number}", kind, UNIT)
    for kind in (*KINDS, "centre")
    for number in (1, 2)
)
BRANCHES = tuple(
    Organisation(f"x:branch-{number}", f"branch {number}", "branch", PARTY_ORGANISATION) for number in (1, 2)
)

routings = st.permutations(["distance", "specialty", "tier", "open-load", "success-rate", "done"]).map(
    lambda keys: Routing(
        "r",
        (Source.RESPONSIBLE, Source.PAIRED, Source.BACKSTOP),
        (*keys, "id"),
        (Source.ASSISTING, Source.PAIRED, Source.ASKED, Source.NEIGHBOURING),
        ("centre",),
        NO_SOURCE,
    )
)
categories = st.builds(
    lambda kinds, branch: Category("c", Title("c", "c"), tuple(sorted(kinds)), 2, "core", branch, ("c",), NO_SOURCE),
    st.sets(st.sampled_from(KINDS)),
    st.booleans(),
)
severities = st.integers(1, 5)


tracks = st.builds(
    lambda done, tried, succeeded: track_of(TrackRecord(done + tried, tried, min(tried, succeeded)), 12, 10),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 20),
)


@st.composite
def matters(draw: st.DrawFn, backstop: bool = True) -> tuple[Candidate, ...]:
    """Candidates of all sources; tier and load belong to the organisation, so they are the same wherever it stands."""
    ranks = {one.code: (draw(st.integers(1, 3)), draw(st.integers(0, 2))) for one in (*UNITS, *BRANCHES)}
    weighed = {one.code: (draw(st.none() | st.integers(0, 2)), draw(tracks)) for one in (*UNITS, *BRANCHES)}
    allowed = {
        Source.RESPONSIBLE: UNITS[:6],
        Source.ASSISTING: UNITS[:6],
        Source.PAIRED: BRANCHES,
        Source.ASKED: (*UNITS[:6], *BRANCHES),
        Source.NEIGHBOURING: UNITS[:6],
        Source.BACKSTOP: UNITS[6:],
    }

    def candidate(source: Source) -> Candidate:
        organisation = draw(st.sampled_from(allowed[source]))
        distance = draw(st.integers(0, 3))
        tier, load = ranks[organisation.code]
        path = (*(area.name for area in CHAIN[: distance + 1]), organisation.name)
        least = 1 if source is Source.BACKSTOP else draw(st.integers(1, 5))
        best_at, track = weighed[organisation.code]
        return Candidate(
            organisation, source, CHAIN[distance], distance, path, tier, load, least, best_at=best_at, track=track
        )

    sources = draw(st.lists(st.sampled_from([one for one in allowed if one is not Source.BACKSTOP]), max_size=9))
    backstops = [Source.BACKSTOP] * draw(st.integers(1 if backstop else 0, 2))
    return tuple(dict.fromkeys(candidate(source) for source in (*sources, *backstops)))


def able(one: Candidate, category: Category, severity: int) -> bool:
    """Whether a candidate may lead, said again in other words."""
    if one.source is Source.BACKSTOP:
        return True
    if one.severity_from > severity or one.source in (Source.ASSISTING, Source.ASKED, Source.NEIGHBOURING):
        return False
    if one.source is Source.PAIRED:
        return category.branch_may_lead
    return one.organisation.kind in category.lead_kinds


def made(found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing) -> Decision:
    decision = route(found, category, severity, routing)
    assert decision is not None
    return decision


@given(matters(), categories, severities, routings)
def test_where_there_is_a_backstop_somebody_always_leads(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    decision = made(found, category, severity, routing)
    assert able(decision.lead, category, severity)
    assert decision.backstop == (decision.lead.source is Source.BACKSTOP)


@given(matters(backstop=False), categories, severities, routings)
def test_nobody_leads_only_when_nobody_may(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    assert (route(found, category, severity, routing) is None) == (
        not any(able(one, category, severity) for one in found)
    )


@given(matters(), categories, severities, routings)
def test_a_higher_level_and_a_later_source_only_when_the_lower_and_the_earlier_have_nobody(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    lead = made(found, category, severity, routing).lead
    fitting = [one for one in found if able(one, category, severity)]
    rank = routing.lead.index(lead.source)
    assert not [one for one in fitting if routing.lead.index(one.source) < rank]
    assert not [one for one in fitting if one.source is lead.source and one.distance < lead.distance]


@given(matters(), categories, severities, routings, st.randoms())
def test_the_order_of_rows_never_matters(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing, chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert route(shuffled, category, severity, routing) == route(found, category, severity, routing)


@given(matters(), categories, severities, routings)
def test_there_is_one_lead_and_it_never_helps_or_follows_itself(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    decision = made(found, category, severity, routing)
    assert [verdict.candidate for verdict in decision.proof if verdict.reason is Reason.LEADS] == [decision.lead]
    for others in (decision.helpers, decision.following):
        codes = [one.organisation.code for one in others]
        assert decision.lead.organisation.code not in codes
        assert len(codes) == len(set(codes))


@given(matters(), categories, severities, routings)
def test_every_candidate_has_its_verdict_and_every_verdict_is_true(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    decision = made(found, category, severity, routing)
    assert sorted(verdict.candidate.path for verdict in decision.proof) == sorted(one.path for one in found)
    for verdict in decision.proof:
        one, reason = verdict.candidate, verdict.reason
        assert verdict.chosen == (reason in (Reason.LEADS, Reason.HELPS))
        if reason is Reason.SEVERITY_TOO_LOW:
            assert one.severity_from > severity
        if reason is Reason.KIND_MAY_NOT_LEAD:
            assert one.source is Source.RESPONSIBLE and one.organisation.kind not in category.lead_kinds
        if reason is Reason.BRANCH_MAY_NOT_LEAD:
            assert one.source is Source.PAIRED and not category.branch_may_lead
        if reason is Reason.NEARER_LEVEL_DECIDED:
            assert any(other.distance < one.distance for other in found)
        if reason is Reason.HELPS:
            assert one.severity_from <= severity


@given(matters(), categories, severities, routings)
def test_a_recorded_decision_can_be_run_again(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    decision = made(found, category, severity, routing)
    recorded = json.loads(canonical(recorded_input(CHAIN, found, category, severity, routing)))
    areas = {area.code: area for area in CHAIN}
    organisations = {one.code: one for one in (*UNITS, *BRANCHES)}
    assert rerun(recorded, areas.__getitem__, organisations.__getitem__) == decision
    assert "area" not in canonical(recorded), "identifiers only, no names"


@given(matters(), categories, severities, routings, st.randoms())
def test_what_is_recorded_does_not_depend_on_the_order_of_rows(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing, chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert recorded_input(CHAIN, shuffled, category, severity, routing) == recorded_input(
        CHAIN, found, category, severity, routing
    )


admissions = st.builds(Admission, st.sampled_from(ADMISSIONS), st.integers(0, 4))


@given(matters(), categories, severities, routings, admissions)
def test_an_ordinary_matter_is_led_by_the_level_that_it_is_for(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing, admission: Admission
) -> None:
    decision = route(found, category, severity, routing, admission)
    fitting = [one for one in found if able(one, category, severity)]
    local, above = ([one for one in fitting if (one.distance < admission.local) is here] for here in (True, False))
    if admission.kind == "core":
        assert decision is not None and decision.lead in (local or above)
        return
    assert (decision is None) == (not above)
    if decision is None:
        return
    assert decision.lead in above
    answering = [one for one in found if one.source in (Source.RESPONSIBLE, Source.BACKSTOP)]
    near = [one for one in answering if one.distance < admission.local and one.severity_from <= severity]
    helping = {one.organisation for one in decision.helpers} | {decision.lead.organisation}
    if admission.kind == "assist" and near:
        assert helping & {one.organisation for one in near}


@given(matters(), categories, severities, routings, admissions)
def test_the_decision_on_an_ordinary_matter_can_be_run_again(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing, admission: Admission
) -> None:
    decision = route(found, category, severity, routing, admission)
    recorded = json.loads(canonical(recorded_input(CHAIN, found, category, severity, routing, admission)))
    areas = {area.code: area for area in CHAIN}
    organisations = {one.code: one for one in (*UNITS, *BRANCHES)}
    assert rerun(recorded, areas.__getitem__, organisations.__getitem__) == decision


def test_who_comes_from_another_area_stands_to_the_matter_through_what_lies_above_both() -> None:
    """Their chain joins ours at its second step: a unit below comes through there, one above as far as it stands."""
    theirs = (Area("other", "other", "village"), Area("there", "there", "township"), *CHAIN[2:])
    below = Candidate(UNITS[0], Source.RESPONSIBLE, theirs[1], 1, (), 1, 0, 4)
    above = replace(below, at=theirs[3], distance=3)
    asked = replace(below, organisation=UNITS[2], source=Source.ASKED)
    shared = replace(above, organisation=UNITS[4], source=Source.ASKED)  # stands above both: ours already
    (lead, named) = neighbouring(below, [below, asked, shared], theirs, CHAIN)
    assert (lead.source, lead.distance, lead.at, lead.severity_from) == (Source.NEIGHBOURING, 2, CHAIN[2], 1)
    assert lead.path == (*(area.name for area in CHAIN[:3]), UNITS[0].name)
    assert (named.organisation, named.source, named.distance) == (UNITS[2], Source.ASKED, 2)
    assert neighbouring(above, [], theirs, CHAIN)[0].distance == 3
    assert neighbouring(below, [below], theirs[:2], CHAIN) == ()


STANDARD = Routing(
    "standard",
    (Source.RESPONSIBLE, Source.PAIRED, Source.BACKSTOP),
    ("distance", "id"),
    (Source.ASSISTING, Source.PAIRED, Source.ASKED),
    ("centre",),
    NO_SOURCE,
)


def test_an_organisation_is_a_candidate_once_in_each_of_its_ways() -> None:
    police = UNITS[2]
    standings = [
        Standing(police, "RESPONSIBLE_FOR", 1, ("dispute",), "lead"),
        Standing(police, "RESPONSIBLE_FOR", 1, ("quarrel",), "lead"),
        Standing(police, "RESPONSIBLE_FOR", 1, ("quarrel",), "assist"),
        Standing(police, "RESPONSIBLE_FOR", 1, ("fire",), "lead"),
        Standing(police, "SERVES", 1),
    ]
    found = candidates(standings, CHAIN, ("quarrel", "dispute"), (police.code,), STANDARD, lambda tier: 1)
    assert sorted(one.source for one in found) == ["asked", "assisting", "responsible"]


def test_only_a_party_branch_is_paired_and_only_a_serving_centre_is_a_backstop() -> None:
    centre, branch, unit = UNITS[6], BRANCHES[0], UNITS[0]
    standings = [
        Standing(unit, "PAIRED_WITH", 0),
        Standing(branch, "PAIRED_WITH", 0),
        Standing(centre, "LEADS", 2),
        Standing(centre, "SERVES", 3),
        Standing(unit, "SERVES", 3),
    ]
    found = candidates(standings, CHAIN, ("quarrel",), (), STANDARD, lambda tier: 1)
    assert [(one.organisation.code, one.source, one.distance) for one in found] == [
        (branch.code, Source.PAIRED, 0),
        (centre.code, Source.BACKSTOP, 3),
    ]


@pytest.mark.parametrize(("order", "lead"), [(("tier", "id"), "x:police-2"), (("open-load", "id"), "x:police-1")])
def test_the_keys_of_the_routing_decide_among_equals(order: tuple[str, ...], lead: str) -> None:
    def police(number: int, tier: int, load: int) -> Candidate:
        organisation = UNITS[1 + number]
        return Candidate(organisation, Source.RESPONSIBLE, CHAIN[1], 1, (organisation.name,), tier, load)

    category = Category("c", Title("c", "c"), ("police",), 2, "core", False, ("c",), NO_SOURCE)
    routing = replace(STANDARD, order=order)
    decision = route([police(1, tier=2, load=0), police(2, tier=1, load=5)], category, 2, routing)
    assert decision and decision.lead.organisation.code == lead


@given(matters(), categories, severities, routings)
def test_among_equals_who_is_best_at_it_comes_first_and_a_rate_that_is_not_known_last(
    found: tuple[Candidate, ...], category: Category, severity: int, routing: Routing
) -> None:
    """By each key that weighs records alone: nearer specialty, higher rate, more done; nothing known comes last."""
    for key in ("specialty", "success-rate", "done"):
        decision = made(found, category, severity, replace(routing, order=("distance", key, "id")))
        lead, others = decision.lead, [one.candidate for one in decision.proof]
        others = [one for one in others if (one.source, one.distance) == (lead.source, lead.distance)]
        for one in (one for one in others if able(one, category, severity)):
            if key == "specialty":
                assert one.best_at is None or (lead.best_at is not None and lead.best_at <= one.best_at)
            assert lead.track and one.track
            if key == "success-rate" and one.track.rate is not None:
                assert lead.track.rate is not None and lead.track.rate >= one.track.rate
            assert key != "done" or lead.track.done >= one.track.done
