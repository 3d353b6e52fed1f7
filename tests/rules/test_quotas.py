"""What a place is required to have: distinct holders and organisations, counted in their scope."""

from __future__ import annotations

import inspect
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.quotas import OrganisationRequirement, PostRequirement, Quota
from orgraph.definitions.prevailing import prevailing
from orgraph.definitions.titles import Title
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, RelatedOrganisation
from orgraph.domain.organisation import Officer, Organisation, PostHolder
from orgraph.rules.audits import quotas as rule
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
        PostRequirement,
        st.sampled_from(ROLES),
        st.sampled_from(("", *TERMS)),
        st.sampled_from([(), ("judge",), JOBS]),
    ),
    st.builds(OrganisationRequirement, st.sampled_from(RELATIONS), st.sampled_from(KINDS)),
)


def quota(requirement: PostRequirement | OrganisationRequirement, at_least: int, key: str = "q") -> Quota:
    return Quota(key, Title(key, key), "village", requirement, at_least, "test")


def present(level: CoveredLevel, asked: PostRequirement | OrganisationRequirement) -> set[str]:
    if isinstance(asked, OrganisationRequirement):
        fitting = [(one.relation, one.organisation.kind, one.organisation.code) for one in level.organisations]
        return {code for relation, kind, code in fitting if (relation, kind) == (asked.relation, asked.kind)}
    people: set[str] = set()
    for post in level.posts:
        wrong_term = asked.employment and post.employment != asked.employment
        wrong_job = asked.professions and post.officer.profession not in asked.professions
        if post.role == asked.role and not wrong_term and not wrong_job:
            people.add(post.officer.id)
    return people


@given(st.lists(posts, max_size=6), st.lists(organisations, max_size=5), requirements, st.integers(1, 3))
def test_a_shortfall_is_counted_in_distinct_heads(
    held: list[PostHolder],
    related: list[RelatedOrganisation],
    asked: PostRequirement | OrganisationRequirement,
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
        quota(PostRequirement("officer"), 1, "b"),
        quota(PostRequirement("lead"), 3, "c"),
        quota(PostRequirement("lead"), 1, "a"),
    ]
    assert [one.quota for one in vacancies(level, asked)] == ["c", "a", "b"]


def test_a_vacancy_says_what_would_count_where_somebody_stands_who_does_not() -> None:
    worker, judge = Officer("o1", "兼职", "cadre"), PostRequirement("officer", professions=("judge",))
    there = CoveredLevel(VILLAGE, 0, (PostHolder(worker, "officer", "part-time"),))

    (full_time,) = vacancies(there, [quota(PostRequirement("officer", "full-time"), 1)])
    (of_judges,) = vacancies(there, [quota(judge, 1)])
    (nobody,) = vacancies(CoveredLevel(VILLAGE, 0), [quota(judge, 1)])
    assert (full_time.employment, full_time.present) == ("full-time", 0)
    assert (of_judges.professions, nobody.professions) == (("judge",), ())


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
