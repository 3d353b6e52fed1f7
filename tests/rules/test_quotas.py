"""What a place is required to have: distinct holders and organisations, counted in their scope."""

from __future__ import annotations

import inspect
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.quotas import Quota
from orgraph.definitions.demands.requirements import (
    Count,
    MustMeasure,
    OrganisationCount,
    PostCount,
    Requirement,
    Subject,
)
from orgraph.definitions.prevailing import prevailing
from orgraph.definitions.titles import NO_SOURCE, Title
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, RelatedOrganisation
from orgraph.domain.organisation import Officer, Organisation, PostHolder
from orgraph.rules.audits import quotas as rule
from orgraph.rules.audits.counting import number
from orgraph.rules.audits.quotas import vacancies

VILLAGE = Area("990102001001", "南河社区", "village", "residents-committee")
ROLES, JOBS, TERMS = ("officer", "lead"), ("judge", "cadre"), ("full-time", "part-time")
RELATIONS, KINDS = ("SERVES", "LEADS"), ("talk-point", "police")

posts = st.builds(
    lambda number, role, job, term: PostHolder(Officer(f"o{number}-{job}", "x", job), role, term),
    st.integers(0, 3),
    st.sampled_from(ROLES),
    st.sampled_from(JOBS),
    st.sampled_from(TERMS),
)
organisations = st.builds(
    lambda number, kind, relation: RelatedOrganisation(Organisation(f"x:{kind}-{number}", "x", kind), relation),
    st.integers(0, 2),
    st.sampled_from(KINDS),
    st.sampled_from(RELATIONS),
)
requirements = st.one_of(
    st.builds(
        PostCount,
        st.sampled_from([("officer",), ("lead",), ROLES]),
        st.sampled_from(("", *TERMS)),
        st.sampled_from([(), ("judge",), JOBS]),
    ),
    st.builds(OrganisationCount, st.sampled_from(RELATIONS), st.sampled_from([(KINDS[0],), (KINDS[1],), (), KINDS])),
)


def demand(count: Count, at_least: int = 1) -> Requirement:
    return Requirement(count, at_least, what=count.what)


def quota(count: Count, at_least: int, key: str = "q", subject: Subject | None = None) -> Quota:
    measure = MustMeasure(subject or Subject("village"), (demand(count, at_least),))
    return Quota(key, Title(key, key), measure, NO_SOURCE)


def present(level: CoveredLevel, asked: PostCount | OrganisationCount) -> set[str]:
    if isinstance(asked, OrganisationCount):
        fitting = [(one.relation, one.organisation.kind, one.organisation.code) for one in level.organisations]
        kinds = asked.kinds or KINDS
        return {code for relation, kind, code in fitting if relation == asked.relation and kind in kinds}
    people: set[str] = set()
    for post in level.posts:
        wrong_term = asked.employment and post.employment != asked.employment
        wrong_job = asked.professions and post.officer.profession not in asked.professions
        if post.role in asked.roles and not wrong_term and not wrong_job:
            people.add(post.officer.id)
    return people


@given(st.lists(posts, max_size=6), st.lists(organisations, max_size=5), requirements, st.integers(1, 3))
def test_a_shortfall_is_counted_in_distinct_heads(
    held: list[PostHolder],
    related: list[RelatedOrganisation],
    asked: PostCount | OrganisationCount,
    at_least: int,
) -> None:
    level = CoveredLevel(VILLAGE, 0, tuple(held), tuple(related))
    count = len(present(level, asked))
    found = vacancies(level, [quota(asked, at_least)])
    if count >= at_least:
        assert found == ()
    else:
        assert [(one.required, one.present, one.missing) for one in found] == [(at_least, count, at_least - count)]


def test_the_greatest_shortfall_comes_first() -> None:
    level = CoveredLevel(VILLAGE, 0)
    asked = [
        quota(PostCount(("officer",)), 1, "b"),
        quota(PostCount(("lead",)), 3, "c"),
        quota(PostCount(("lead",)), 1, "a"),
    ]
    assert [one.quota for one in vacancies(level, asked)] == ["c", "a", "b"]


def test_a_vacancy_says_what_would_count_where_somebody_stands_who_does_not() -> None:
    worker, judge = Officer("o1", "兼职", "cadre"), PostCount(("officer",), professions=("judge",))
    there = CoveredLevel(VILLAGE, 0, (PostHolder(worker, "officer", "part-time"),))

    (full_time,) = vacancies(there, [quota(PostCount(("officer",), "full-time"), 1)])
    (of_judges,) = vacancies(there, [quota(judge, 1)])
    (nobody,) = vacancies(CoveredLevel(VILLAGE, 0), [quota(judge, 1)])
    assert (full_time.employment, full_time.present) == ("full-time", 0)
    assert (of_judges.professions, nobody.professions) == (("judge",), ())


def test_each_demand_of_a_quota_is_a_vacancy_of_its_own_and_says_who_would_do() -> None:
    either, both = PostCount(ROLES), (demand(PostCount(ROLES), 2), demand(OrganisationCount("SERVES", KINDS)))
    there = CoveredLevel(VILLAGE, 0, (PostHolder(Officer("o1", "在"), "lead"),))
    asked = Quota("q", Title("q", "q"), MustMeasure(Subject("village"), both), NO_SOURCE)

    assert vacancies(there, [quota(either, 1)]) == ()
    assert [(one.what, one.missing) for one in vacancies(there, [asked])] == [
        ("officer|lead", 1),
        ("talk-point|police", 1),
    ]


def test_tiers_principals_and_phones_count_as_they_do_in_audits() -> None:
    chief = PostHolder(Officer("o1", "正", tier="county"), "lead", principal=True)
    aide = PostHolder(Officer("o2", "副", tier="township"), "lead")
    office = RelatedOrganisation(Organisation("x:1", "所", "police", tier="county", duty_phone="110"), "SERVES")
    mute = RelatedOrganisation(Organisation("x:2", "站", "police"), "SERVES")
    there = CoveredLevel(VILLAGE, 0, (chief, aide), (office, mute))
    counts: list[tuple[Count, int]] = [
        (PostCount(("lead",)), 2),
        (PostCount(("lead",), tiers=("county",)), 1),
        (PostCount(("lead",), principal=True), 1),
        (PostCount(("lead",), principal=False), 1),
        (OrganisationCount("SERVES"), 2),
        (OrganisationCount("SERVES", tiers=("county",)), 1),
        (OrganisationCount("SERVES", having=("duty_phone",)), 1),
    ]

    assert [number(count, there) for count, _ in counts] == [expected for _, expected in counts]


def test_a_quota_asks_only_of_what_has_this_and_not_that() -> None:
    lead, police = PostHolder(Officer("o1", "在"), "lead"), Organisation("x:1", "所", "police")
    bare = CoveredLevel(VILLAGE, 0)
    led = CoveredLevel(VILLAGE, 0, (lead,))
    policed = CoveredLevel(VILLAGE, 0, (lead,), (RelatedOrganisation(police, "SERVES"),))
    narrowed = Subject(
        "village",
        having=(demand(PostCount(("lead",))),),
        without=(demand(OrganisationCount("SERVES", ("police",))),),
    )
    asked = quota(PostCount(("officer",)), 1, subject=narrowed)

    assert [len(vacancies(level, [asked])) for level in (bare, led, policed)] == [0, 1, 0]


def asked_at(area: Area, chain: list[str], definitions: Definitions) -> set[str]:
    assert inspect.isclass(rule.Quotas)
    return {one.key for one in rule.Quotas(definitions).at(area, prevailing(definitions, chain, date(2023, 8, 22)))}


@pytest.mark.parametrize(
    ("area", "chain", "keys"),
    [
        (
            VILLAGE,
            ["990102001000", "990102000000", "990100000000", "990000000000"],
            {"dual-officers", "talk-point", "village-secretary"},
        ),
        (
            Area("990121100200", "东沟村", "village", "villagers-committee"),
            ["990121100000", "990121000000", "990100000000", "990000000000"],
            {"dual-officers", "village-secretary"},
        ),
        (
            Area("990102001498", "虚拟", "village", "residents-like"),
            ["990102000000", "990100000000", "990000000000"],
            set(),
        ),
        (Area("210502001001", "别处", "village", "residents-committee"), ["210502000000", "210000000000"], set()),
        (Area("990102001001001", "网格", "grid", "grid"), ["990102001001"], {"grid-lead", "grid-full-time-worker"}),
    ],
)
def test_a_quota_asks_where_it_holds(area: Area, chain: list[str], keys: set[str], definitions: Definitions) -> None:
    assert asked_at(area, [area.code, *chain], definitions) == keys
