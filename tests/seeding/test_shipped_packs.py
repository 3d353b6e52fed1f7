"""The shipped packs: published totals by counting rows, the gaps they admit, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.domain.rows import AreaRow, OrganisationRow, ServiceRow
from orgraph.seeding.pack import Pack

from .worlds import EVERY, City

Cities = Callable[[str], City]

STAFF = ("township-grid-lead", "village-grid-lead", "grid-lead", "grid-worker", "building-head")
OUTSIDE = {
    "210681401598",
    "210681402598",
    "210681403501",
    "210681403502",
    "210681404598",
}


def in_scope(built: City, definitions: Definitions, scope: str) -> set[str]:
    """Codes of the areas that a scope counts."""
    found = definitions.scopes.find(scope, (built.pack.manifest.root,))
    assert found is not None
    codes = {area.code for area in built.areas(found.level)}
    assert set(found.left_out) <= codes
    assert all(found.left_out.values())
    return codes - set(found.left_out)


def test_liaoning_is_the_list(liaoning: Pack) -> None:
    areas = [row for row in liaoning.rows if isinstance(row, AreaRow)]
    assert (liaoning.faults, liaoning.notices) == ((), ())
    assert Counter(area.level for area in areas) == {
        "province": 1,
        "city": 14,
        "county": 100,
        "township": 1406,
        "village": 16727,
    }
    assert Counter(area.flag for area in areas if area.flag) == {"similar": 231, "virtual": 34}
    assert not any(area.synthetic for area in areas)
    assert [row.synthetic for row in liaoning.rows if isinstance(row, OrganisationRow)] == [True]


@pytest.mark.parametrize("name", EVERY)
def test_every_organisation_with_a_number_has_a_duty_contact_and_a_leader(city: Cities, name: str) -> None:
    built = city(name)
    reachable = {post.at for post in built.postings("duty-contact")}
    led = {post.at for post in built.postings("unit-leader", "branch-secretary")}
    with_number = {row.code for row in built.rows if isinstance(row, OrganisationRow) and row.duty_phone}
    assert with_number <= reachable & led


@pytest.mark.parametrize("name", EVERY)
def test_each_county_has_a_secretary_and_a_backstop_under_the_provinces(city: Cities, name: str) -> None:
    built = city(name)
    counties = {area.code for area in built.areas("county")}
    centres = {row.code for row in built.organisations("governance-centre")}
    assert {post.at for post in built.postings("county-political-legal-secretary")} == counties
    assert counties <= {row.target for row in built.relations("SERVES") if row.source in centres}
    above = {row.source: row.target for row in built.relations("UNDER")}
    assert all(code in above for code in centres)
    assert f"{name}:governance-centre-{built.pack.manifest.root[:4]}" in centres
    assert above[f"{name}:governance-centre-{built.pack.manifest.root[:4]}"] == "liaoning:governance-centre"


def test_dandong_has_two_officers_in_each_of_874_villages(city: Cities, definitions: Definitions) -> None:
    built = city("dandong")
    posts = built.postings("political-legal-officer")
    villages = in_scope(built, definitions, "dandong-villages")
    assert {area.code for area in built.areas("village")} - villages == OUTSIDE
    assert Counter(post.at for post in posts) == dict.fromkeys(villages, 2)
    assert (len({post.officer for post in posts}), len(villages)) == (1748, 874)
    assert {(post.since, post.until) for post in posts} == {(date(2023, 1, 1), date(2026, 1, 1))}
    professions = {officer.id: officer.profession for officer in built.officers()}
    mix = Counter(professions[post.officer] for post in posts)
    assert set(mix) == {"police-officer", "judge", "prosecutor", "justice-officer"}


def test_benxi_has_its_grids_and_staff_and_three_admitted_gaps(city: Cities, definitions: Definitions) -> None:
    built = city("benxi")
    grids = {area.code for area in built.areas("grid")}
    leaves = {area.code for area in built.areas("building", "household-group")}
    staff = built.postings(*STAFF)
    full_time = [post for post in built.postings("grid-worker") if post.employment == "full-time"]
    assert len(grids) == 3579
    assert {area.parent for area in built.areas("grid")} == in_scope(built, definitions, "benxi-communities")
    assert len(staff) == len({post.officer for post in staff}) == 47444
    assert grids - {post.at for post in built.postings("grid-lead")} == {"210522108203002"}
    assert grids - {post.at for post in full_time} == {"210504005004003", "210521104207002"}
    assert {post.at for post in built.postings("building-head")} == leaves


def test_benxi_buildings_are_of_the_size_they_should_be(city: Cities) -> None:
    built = city("benxi")
    buildings = built.areas("building")
    households = [area.households or 0 for area in buildings]
    assert set(Counter(area.parent for area in buildings).values()) == {4, 5, 6, 7, 8}
    assert 58 < sum(households) / len(households) < 62


def test_benxi_pairs_each_community_with_a_near_branch_and_an_even_load(city: Cities, definitions: Definitions) -> None:
    built = city("benxi")
    pairs = built.relations("PAIRED_WITH")
    load = Counter(pair.source for pair in pairs)
    unit = {row.source: row.target for row in built.relations("OF")}
    home = {row.source: row.target for row in built.relations("SERVES")}
    assert sorted(pair.target for pair in pairs) == sorted(in_scope(built, definitions, "benxi-communities"))
    assert load.keys() == unit.keys() == {row.code for row in built.organisations("political-legal-branch")}
    assert (len(load), max(load.values()) - min(load.values())) == (268, 1)
    for pair in pairs:
        at = home[unit[pair.source]]
        assert at == built.pack.manifest.root or at[:6] == pair.target[:6]


def test_benxi_has_one_lead_for_each_category_but_for_the_admitted_gap(city: Cities, definitions: Definitions) -> None:
    built = city("benxi")
    kinds = {row.code: row.kind for row in built.rows if isinstance(row, OrganisationRow)}
    leading = [row for row in built.relations("RESPONSIBLE_FOR") if row.part == "lead"]
    without = []
    for county in built.areas("county"):
        here = [row for row in leading if row.target == county.code]
        for category in definitions.categories.in_force((county.code, built.pack.manifest.root)):
            able = [
                row.source
                for row in here
                if set(row.categories) & set(category.lineage) and kinds[row.source] in category.lead_kinds
            ]
            assert len(able) <= 1
            if not able:
                without.append((county.code, category.key))
    assert without == [("210505000000", "hotline-08")]


def test_benxi_knows_who_is_away_and_who_stands_in(city: Cities) -> None:
    built = city("benxi")
    day = built.pack.manifest.reference_date
    deputised = {row.target for row in built.relations("DEPUTISES_FOR") if row.since <= day < row.until}
    away = {row.source: row.target for row in built.relations("AWAY") if row.since <= day < row.until}
    assert len(away) == 6
    assert [at for officer, at in away.items() if officer not in deputised] == ["benxi:transport-210505"]
    assert not {row.source for row in built.relations("DEPUTISES_FOR")} & away.keys()


def test_benxi_townships_can_whistle(city: Cities) -> None:
    built = city("benxi")
    townships = {area.code for area in built.areas("township")}
    assert townships - {post.at for post in built.postings("township-secretary")} == {"210503010000"}
    assert {post.at for post in built.postings("township-head")} == townships
    assert Counter(post.at for post in built.postings("township-deputy")) == dict.fromkeys(townships, 2)


def test_huludao_has_every_link_of_its_chain_but_the_admitted_one(city: Cities, definitions: Definitions) -> None:
    built = city("huludao")
    chain = definitions.chains.find("five-level", (built.pack.manifest.root,))
    assert chain is not None
    scope = in_scope(built, definitions, chain.scope)
    kinds = {row.code: row.kind for row in built.rows if isinstance(row, OrganisationRow)}
    open_links = []
    for link in chain.links:
        areas = {area.code for area in built.areas(*link.levels) if area.level != "village" or area.code in scope}
        led = {row.target: row.source for row in built.relations(link.relation) if kinds[row.source] == link.kind}
        held = {post.at for post in built.postings(link.head)}
        open_links += [code for code in areas if (led.get(code) if link.relation else code) not in held]
    assert open_links == ["211421103204"]


def test_huludao_has_the_published_posts_and_points(city: Cities, definitions: Definitions) -> None:
    built = city("huludao")
    kinds = {area.code: area.kind for area in built.areas("village")}
    points = {row.code for row in built.organisations("talk-point")}
    served = [row.target for row in built.relations("SERVES") if row.source in points]
    villagers = [code for code in served if kinds[code] == "villagers-committee"]
    chiefs = built.postings("seconded-station-chief")
    assert (len(villagers), len(set(villagers)), len(served)) == (1066, 1066, 1311)
    assert set(served) == in_scope(built, definitions, "talk-point-villages")
    assert len({post.officer for post in built.postings("building-head")}) == 44000
    assert len(chiefs) == len({post.at for post in chiefs}) == 114
    assert {post.officer for post in chiefs} <= {post.officer for post in built.postings("unit-leader")}
    assert len(built.postings("pre-litigation-mediator")) == 130
    assert len(built.postings("public-order-assistant")) == 1291


@pytest.mark.full
def test_dalian_has_its_mediation_bodies_beside_each_other_and_two_admitted_gaps(city: Cities) -> None:
    built = city("dalian")
    committees = {row.code for row in built.organisations("mediation-committee")}
    rooms = {row.code: row.tier for row in built.organisations("mediation-room")}
    above = {row.source: row.target for row in built.relations("UNDER")}
    kinds = {row.code: row.kind for row in built.rows if isinstance(row, OrganisationRow)}
    formal = {area.code for area in built.areas("village") if not area.flag}
    served = Counter(row.target for row in built.relations("SERVES") if row.source in committees)
    branches = {row.target for row in built.relations("OF")}
    women = {post.at for post in built.postings("mediation-women-member")}
    members = Counter(post.at for post in built.postings("mediation-member", "mediation-women-member"))

    assert (len(committees), len(formal), len(formal & served.keys())) == (1918, 1809, 1809)
    assert Counter(rooms.values()) == {"brand": 377, "demonstration": 13, "ordinary": 10}
    assert {code for code, tier in rooms.items() if tier != "ordinary"} - branches == {
        "dalian:brand-room-210281-labour"
    }
    assert {kinds[above[code]] for code in (*committees, *rooms)} == {"justice"}
    assert committees - women == {"dalian:committee-210283005200"}
    assert all(3 <= members[code] <= 9 for code in committees)
    assert {kinds[above[row.code]] for row in built.organisations("mediation-room-branch")} == {
        "organisation-department"
    }


@pytest.mark.full
def test_dalian_has_eleven_thousand_mediators_of_whom_sixty_are_gold(city: Cities) -> None:
    built = city("dalian")
    tiers = {officer.id: officer.tier for officer in built.officers()}
    mediators = {post.officer for post in built.postings("mediator", "mediation-member", "mediation-women-member")}
    assert (len(mediators), sum(tiers[one] == "gold" for one in mediators)) == (11000, 60)
    assert sum(tier == "gold" for tier in tiers.values()) == 60


@pytest.mark.full
def test_shenyang_has_a_station_with_three_professions_in_each_community(city: Cities) -> None:
    built = city("shenyang")
    communities = {area.code for area in built.areas("village") if area.kind in ("居委会", "村委会")}
    communities |= {area.code for area in built.areas("village") if area.kind.endswith("-committee")}
    stations = {row.code for row in built.organisations("workstation")}
    at = [row.target for row in built.relations("SERVES") if row.source in stations]
    assert (len(communities), sorted(at)) == (2692, sorted(communities))
    professions = {officer.id: officer.profession for officer in built.officers()}
    there: dict[str, set[str]] = {}
    for post in built.postings("station-professional"):
        there.setdefault(post.at, set()).add(professions[post.officer])
    assert there.keys() == stations and len(built.postings("station-professional")) == 8076
    for found in there.values():
        assert found & {"lawyer", "justice-officer"} and found & {"security-staff", "police-officer"}
        assert "emergency-staff" in found


@pytest.mark.full
def test_shenyang_offers_all_its_hundred_items_and_its_industry_mediators_are_at_one_station_a_day(
    city: Cities,
) -> None:
    built = city("shenyang")
    items = {row.code: row.group for row in built.rows if isinstance(row, ServiceRow)}
    assert (len(items), len(set(items.values()))) == (100, 30)
    assert {row.target for row in built.relations("OFFERS")} == items.keys()
    sitting = built.relations("SITS_AT")
    turns = [(row.source, row.weekdays, row.weeks) for row in sitting]
    assert len(set(turns)) == len(turns) == len({row.target for row in sitting}) == 181
    assert len({row.source for row in sitting}) == 15


@pytest.mark.full
def test_anshan_has_its_grid_staff_and_all_four_professions_in_each_grid(city: Cities) -> None:
    built = city("anshan")
    grids = {area.code for area in built.areas("grid")}
    staff = built.postings(*STAFF)
    assert (len(grids), len(staff), len({post.officer for post in staff})) == (4768, 71083, 71083)
    professions = {officer.id: officer.profession for officer in built.officers()}
    there: dict[str, set[str]] = {}
    for post in built.postings("grid-professional"):
        there.setdefault(post.at, set()).add(professions[post.officer])
    assert there == {code: {"judge", "prosecutor", "police-officer", "lawyer"} for code in grids}


@pytest.mark.full
def test_anshan_has_its_core_in_each_street_and_community_and_its_circles(city: Cities) -> None:
    built = city("anshan")
    led = {row.target for row in built.relations("LEADS")}
    assert {area.code for area in built.areas("township") if area.kind in ("街道", "street")} <= led
    assert {area.code for area in built.areas("grid")} <= led
    kinds = Counter(row.kind for row in built.rows if isinstance(row, OrganisationRow))
    assert {key: kinds[key] for key in CIRCLES} == CIRCLES


CIRCLES = {
    "enterprise": 24876,
    "grassroots-unit": 9229,
    "social-organisation": 1192,
    "community-social-organisation": 7816,
    "street-joint-committee": 40,
    "community-joint-committee": 362,
}


@pytest.mark.full
def test_fushun_has_its_five_levels_and_one_vacant_lead_of_a_grid(city: Cities) -> None:
    built = city("fushun")
    grids = {area.code for area in built.areas("grid")}
    yards = {area.code for area in built.areas("building")}
    assert grids - {post.at for post in built.postings("grid-lead")} == {"210402001002001"}
    assert {post.at for post in built.postings("building-head")} == yards
    alliances = {row.code for row in built.organisations("street-alliance")}
    streets = {area.code for area in built.areas("township") if area.kind in ("街道", "street")}
    assert sorted(row.target for row in built.relations("SERVES") if row.source in alliances) == sorted(streets)
    assert (len(alliances), len(streets)) == (4, 25)
    assert {row.target for row in built.relations("MEMBER_OF")} == alliances


@pytest.mark.full
def test_fushun_has_a_talk_point_in_each_community(city: Cities) -> None:
    built = city("fushun")
    points = {row.code for row in built.organisations("talk-point")}
    served = [row.target for row in built.relations("SERVES") if row.source in points]
    assert sorted(served) == sorted(area.code for area in built.areas("village")) and len(served) == 931
