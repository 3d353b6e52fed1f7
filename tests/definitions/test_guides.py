"""Guides (处置指南): steps in both languages, inherited from the parent category, and a city's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions.load import load_definitions
from orgraph.domain.guide import NO_GUIDE, Guide

from .spoiling import SCHEMA, assert_told, faults_of, spoil
from .test_variants import pack_with

CITY = "210400000000"
OF_CITY = f"  under: '{CITY}'\n"
WHERE = "business-dispute:"
"""What stands behind a category without a guide of its own."""


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ("{zh: [到场, 报告], en: [go]}", "contract-dispute.guide: 2 steps in zh, 1 in en"),
        ("{zh: [到场]}", "contract-dispute.guide: 'en' is missing"),
        ("{zh: [到场], en: []}", "contract-dispute.guide.en: no step"),
        ("{zh: [' '], en: [go]}", "contract-dispute.guide.zh: a step is blank"),
        ('{zh: [到场], en: ["go\\n\\nthere"]}', "contract-dispute.guide.en: a step has several lines"),
        ("{zh: [到场], en: [go], fr: [va]}", "contract-dispute.guide: unknown key 'fr'"),
        ("{zh: [到场, true], en: [go, there]}", "'true' is not text"),
        ("[到场, 报告]", "contract-dispute.guide: not a mapping"),
        ("", "contract-dispute.guide: not a mapping"),
        (f"{{zh: [{', '.join('甲' * 10)}], en: [{', '.join('a' * 10)}]}}", "contract-dispute.guide.zh: 10 steps"),
    ],
)
def test_a_guide_that_is_not_told_step_by_step_in_both_languages_is_a_fault(
    schema: Path, guide: str, said: str
) -> None:
    spoil(schema, "categories.yaml", WHERE, f"  guide: {guide}\n{WHERE}")
    line = next(
        number
        for number, text in enumerate((schema / "categories.yaml").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith("  guide: ")
    )

    assert_told(schema, "categories.yaml", said)
    assert any(fault.startswith(f"schema/categories.yaml:{line}: ") and said in fault for fault in faults_of(schema))


def test_a_guide_of_a_state_is_read_alike(schema: Path) -> None:
    spoil(schema, "lifecycles/mediation.yaml", "    failed: {", "    failed: {guide: {zh: [到场], en: [go, report]}, ")

    assert_told(schema, "lifecycles/mediation.yaml", "failed.guide: 1 steps in zh, 2 in en")


def test_a_category_has_its_parents_guide_unless_it_says_its_own_or_none(schema: Path) -> None:
    spoil(schema, "categories.yaml", WHERE, f"  guide: {{}}\n{WHERE}")
    spoil(schema, "categories.yaml", "damages-dispute:", "  guide: {zh: 到场, en: go}\ndamages-dispute:")
    found = load_definitions(schema).categories
    guides = {key: one.guide for key in {one.key for one in found} if (one := found.find(key))}

    assert guides["contract-dispute"] == NO_GUIDE, "{} ends what it would have inherited"
    assert guides["business-dispute"] == Guide(("到场",), ("go",))
    assert guides["damages-dispute"] == guides["dispute"] != NO_GUIDE
    assert guides["family-dispute"] != guides["dispute"]


def test_a_city_may_have_guides_of_its_own_and_keeps_those_that_it_does_not_mention(
    schema: Path, tmp_path: Path
) -> None:
    title = "  title: {zh: 甲, en: a}\n"
    said = (
        f"road-collapse:\n{title}{OF_CITY}  parent: sudden-event\n  lead_kinds: [transport]\n"
        f"road-ice:\n{title}{OF_CITY}  parent: sudden-event\n  guide: {{zh: [撒盐], en: [strew salt]}}\n"
        f"harbour-event:\n{title}{OF_CITY}  parent: sudden-event\n  guide: {{zh: [报港口], en: [tell the port]}}\n"
        f"quay-event:\n{title}{OF_CITY}  parent: harbour-event\n"
    )
    found = load_definitions(schema, [pack_with(tmp_path, "fushun", categories=said)]).categories
    city = {one.key: one.guide for one in found.in_force([CITY])}
    general = {one.key: one.guide for one in found.in_force()}

    assert city["road-collapse"] == general["road-collapse"] != general["sudden-event"]
    assert city["road-ice"] == Guide(("撒盐",), ("strew salt",)) != general["road-ice"]
    assert city["quay-event"] == city["harbour-event"] == Guide(("报港口",), ("tell the port",))
    assert "harbour-event" not in general


def test_a_parent_that_holds_elsewhere_only_is_a_fault(schema: Path, tmp_path: Path) -> None:
    title = "  title: {zh: 甲, en: a}\n"
    there = pack_with(tmp_path, "fushun", categories=f"harbour-event:\n{title}{OF_CITY}  parent: sudden-event\n")
    here = pack_with(
        tmp_path, "jinzhou", categories=f"quay:\n{title}  under: '210700000000'\n  parent: harbour-event\n"
    )
    (fault,) = faults_of(schema, there, here)

    assert fault == (
        "jinzhou/definitions/categories.yaml:1: quay: it holds under 210700000000, its parent harbour-event does not; "
        "define harbour-event there, too, or use another parent"
    )


def test_what_is_said_twice_is_told_once() -> None:
    one, other = Guide(("甲", "乙"), ("a", "b")), Guide(("乙", "丙"), ("b", "c"))

    assert one.then(other) == Guide(("甲", "乙", "丙"), ("a", "b", "c"))


def test_every_shipped_category_has_a_guide_that_can_be_read_in_the_task() -> None:
    found = load_definitions(SCHEMA).categories

    assert [one.key for one in found if not 3 <= len(one.guide("zh")) <= 6] == []
    assert [one.key for one in found if any(len(step) > 60 for step in one.guide("zh"))] == []
    assert [one.key for one in found if any("第" in step and "条" in step for step in one.guide("zh"))] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_for_mediation_says_so_wherever_a_mediation_may_be_refused(lang: str) -> None:
    definitions = load_definitions(SCHEMA)
    family, mediation = definitions.categories.find("family-dispute"), definitions.lifecycles.find("mediation")
    assert family and mediation
    guides = [family.guide, *(mediation.states[key].guide for key in ("applied", "mediating", "not-accepted"))]
    for guide in (*guides, mediation.states["referred"].guide):
        said = " ".join(guide(lang))
        assert all(word in said for word in ("110", "公安", "人身安全保护令")), said
