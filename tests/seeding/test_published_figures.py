"""figures.yaml: what was published and how it is counted."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.counts import Observed
from orgraph.domain.figures import Comparator, Figure, FigureCheck
from orgraph.seeding.figures import read_figures
from tests.said import in_english

from .worlds import SEEDS, Desk


def figures(name: str, definitions: Definitions) -> dict[str, Figure]:
    """The figures of a shipped pack by key."""
    return {figure.key: figure for figure in read_figures(SEEDS / name, definitions)}


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("liaoning", {"areas": 18248, "cities": 14, "counties": 100, "townships": 1406, "villages": 16727}),
        ("benxi", {"communities": 499, "branches": 268, "grids": 3579, "grid-staff": 47444}),
        (
            "dandong",
            {
                "officers": 1748,
                "villages": 874,
                "first-visits": 874,
                "disputes-found": 796,
                "disputes-resolved": 781,
                "consultations": 284,
                "publicity-events": 133,
                "publicity-reach": 15000,
            },
        ),
        (
            "dalian",
            {"committees": 1918, "mediators": 11000, "brand-rooms": 390, "gold-mediators": 60, "awarded": 13},
        ),
        (
            "anshan",
            {
                "grid-staff": 71083,
                "enterprises": 24876,
                "grassroots-units": 9229,
                "social-organisations": 1192,
                "community-social-organisations": 7816,
                "professional-mediation": 36,
                "civil-mediation": 80,
            },
        ),
        ("fushun", {"talk-points": 931, "personal-rooms": 100}),
        (
            "shenyang",
            {"stations": 2600, "professionals": 8050, "services": 100, "service-classes": 30, "industry-mediation": 15},
        ),
        (
            "huludao",
            {
                "resident-talk-points": 245,
                "villager-talk-points": 1066,
                "grid-information-workers": 44000,
                "seconded-chiefs": 114,
                "mediators": 130,
                "public-order-assistants": 1291,
            },
        ),
    ],
)
def test_the_published_figures_are_there(name: str, counted: dict[str, int], definitions: Definitions) -> None:
    read = figures(name, definitions)
    assert {key: figure.value for key, figure in read.items() if figure.count} == counted
    assert all(figure.note for figure in read.values() if not figure.count)
    assert all(all(figure.words) and figure.period and figure.source for figure in read.values())


def test_a_pack_may_publish_nothing(desk: Desk) -> None:
    assert read_figures(desk.folder, desk.definitions) == ()


def test_a_figure_says_how_it_is_meant(desk: Desk) -> None:
    desk.write(
        "figures.yaml",
        "stations:\n  title: {zh: 站, en: stations}\n  value: 2600\n  comparator: at_least\n  unit: station\n"
        "  period: '2023'\n  words: {zh: 2600余个, en: more than 2600}\n  source: survey\n  count: {of: organisations, kinds: [police]}\n",
    )
    (figure,) = read_figures(desk.folder, desk.definitions)
    assert (figure.value, figure.comparator, figure.title.zh) == (2600, Comparator.AT_LEAST, "站")
    assert figure.count is not None
    assert figure.count.kinds == ("police",)


def test_faults_come_with_their_lines(desk: Desk) -> None:
    desk.write(
        "figures.yaml",
        "stations:\n  title: {zh: 站, en: stations}\n  value: many\n  comparator: about\n  unit: station\n"
        "  period: '2023'\n  words: {zh: 字, en: w}\n  source: s\n  count: {of: stations, roles: [captain]}\n"
        "rooms:\n  title: {zh: 室, en: rooms}\n  value: 3\n  unit: room\n  period: p\n  words: {zh: 字, en: w}\n  source: s\n",
    )
    with pytest.raises(DefinitionsFaulty) as caught:
        read_figures(desk.folder, desk.definitions)
    assert [fault.line for fault in caught.value.faults] == [3, 4, 9, 9, 10, 10]  # the rooms: not counted, not compared


@pytest.mark.parametrize(
    ("reported", "source", "holds", "as_published"),
    [
        (796, "2023-08-22 报道，丹东", None, True),
        (796, "2023-08-22 报道", None, True),  # the same, more shortly
        (796, "2023-08-22 survey, Dandong", None, True),
        (796, "", None, True),  # nobody else is named for it
        (796, "政法委统计", True, False),
        (795, "2023-08-22 报道，丹东", False, False),  # not copied rightly
    ],
)
def test_one_number_from_the_figures_own_source_proves_nothing(
    reported: int, source: str, holds: bool | None, as_published: bool, definitions: Definitions
) -> None:
    figure = figures("dandong", definitions)["disputes-found"]
    only = Observed(date(2023, 1, 1), date(2023, 7, 4), reported, source)
    check = FigureCheck(figure, reported, only)
    assert (check.holds, check.as_published) == (holds, as_published)
    added_up = FigureCheck(figure, reported)
    assert (added_up.holds, added_up.as_published) == (reported == 796, False)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("{of: officers, kinds: [mediation-room], roles: [mediator], relations: [SERVES]}", []),
        ("{of: officers, roles: [mediator], relations: [SERVES]}", ["'relations'"]),
        ("{of: officers, kinds: [mediation-room], tiers: [gold]}", ["roles"]),
        ("{of: officers, kinds: [mediation-room], roles: [mediator], tiers: [golden]}", ["'golden'"]),
        ("{of: areas, levels: [village], tiers: [gold]}", ["'tiers'"]),
        ("{of: areas, kinds: [street]}", ["'kinds'", "levels"]),
        ("{of: organisations, tiers: [brand]}", ["kinds"]),
        ("{of: visited, levels: [village], roles: [mediator], employments: [part-time]}", ["'employments'"]),
        ("{of: services, levels: [village]}", ["'levels'"]),
    ],
)
def test_what_a_count_needs_is_asked_for_and_what_has_no_effect_is_refused(
    desk: Desk, count: str, told: list[str]
) -> None:
    desk.write(
        "figures.yaml",
        "some:\n  title: {zh: 某, en: some}\n  value: 3\n  comparator: exact\n  unit: u\n  period: p\n"
        f"  words: {{zh: 字, en: w}}\n  source: s\n  count: {count}\n",
    )
    if not told:
        assert len(read_figures(desk.folder, desk.definitions)) == 1
        return
    with pytest.raises(DefinitionsFaulty) as caught:
        read_figures(desk.folder, desk.definitions)
    problems = [f"{in_english(fault.problem)} {fault.line}" for fault in caught.value.faults]
    assert len(problems) == len(told) and all(any(part in one for one in problems) for part in told), problems
