"""A kind of task and its life in sentences, as data and as a picture."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from orgraph.cli.render.kind import kind_lines
from orgraph.cli.render.life_picture import drawn
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.kind_life import KindLife, kind_life
from orgraph.definitions.load import load_definitions
from orgraph.definitions.titles import Title
from tests.opinions import write
from tests.own_life import packs_with_it
from tests.small_world import ROOT

from .conftest import orgraph

Golden = Callable[[str, str], None]
ESCAPES = "东\x1b[2J\u202e<村>\x00"


def explained(*words: str | Path) -> str:
    answer = orgraph("definitions", "explain", *words)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def life_of(definitions: Definitions, key: str) -> KindLife:
    kind = definitions.tasks.find(key)
    life = kind_life(definitions, kind) if kind else None
    assert life is not None
    return life


def part(text: str, heading: str) -> str:
    """What is said of one state."""
    return next(block for block in text.split("\n\n") if block.startswith(heading))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["mediation", "emergency"])
def test_a_kind_reads_as_agreed(golden: Golden, kind: str, lang: str) -> None:
    golden(f"kind-{kind}.{lang}", explained(kind, "--lang", lang))


def test_a_kind_is_found_by_its_title_and_an_unknown_one_is_refused_with_the_nearest() -> None:
    assert explained("应急处置哨") == explained("emergency")
    refused = orgraph("definitions", "explain", "meditation", "--lang", "en")

    assert refused.code == 2
    assert refused.err.startswith("error[not_found] no kind of task or category 'meditation'")
    assert "did you mean mediation" in refused.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_category_reads_as_agreed(golden: Golden, lang: str) -> None:
    golden(f"category-family-dispute.{lang}", explained("family-dispute", "--lang", lang))


def test_a_category_is_found_by_its_title_as_data_too_and_has_no_life_to_draw() -> None:
    assert explained("燃气管道破裂") == explained("gas-leak")
    told = json.loads(explained("gas-leak", "--json"))
    assert (told["key"], len(told["guide"]["zh"])) == ("gas-leak", len(told["guide"]["en"]))
    refused = [
        orgraph("definitions", "explain", "gas-leak", *more, "--lang", "en")
        for more in (("--svg", "-"), ("--under", "210000000000"))
    ]
    assert all(one.code for one in refused)
    assert "gas-leak is a category and has no life to draw" in refused[0].err
    assert "nothing of burst gas pipe is otherwise under '210000000000'" in refused[1].err
    near = orgraph("definitions", "explain", "路面塌线", "--lang", "en").err
    assert "no kind of task or category '路面塌线'" in near and "did you mean road-collapse" in near


def test_what_a_kind_can_never_come_to_is_left_out(definitions: Definitions) -> None:
    emergency, daily = (life_of(definitions, key) for key in ("emergency", "daily-work"))
    states = {life.kind.key: {one.state.key for one in life.states} for life in (emergency, daily)}

    assert "decline" not in emergency.actions and [one.action for one in emergency.barred] == ["decline"]
    assert not states["emergency"] & {"declined", "disputed"}
    assert {"declined", "disputed"} <= states["daily-work"]
    assert "settle" not in daily.actions, "nobody contests what is no emergency, so nothing is ruled on afterwards"


def test_a_state_tells_only_what_happens_in_it() -> None:
    said = explained("daily-work", "--lang", "en")

    assert "clock of sign-in, clock of contact" in part(said, "to be signed for (")
    assert "decline: the lead → refusal, 2 times: disputed; declined" in part(said, "to be signed for (")
    assert "report paused" in part(said, "to be verified (")
    assert "failed: resumes the clock of report; else: stops the clock of report" in part(said, "to be verified (")
    assert "stops the clock of contact, report" in part(said, "carried over (") or "admission" not in said
    assert part(said, "merged (").splitlines()[1:] == ["  nothing more is possible"]


def test_the_limits_are_those_that_may_fit_the_kind(definitions: Definitions) -> None:
    def said(key: str) -> dict[str, list[tuple[str, int]]]:
        limits = life_of(definitions, key).limits
        return {stage: [(str(one.limit), one.severity_from) for one in some] for stage, some in limits.items()}

    assert said("emergency")["sign-in"] == [("30 minutes", 1)]
    assert said("daily-work")["report"] == [("3 working-days", 4), ("5 working-days", 1)]
    assert said("matter")["report"] == [("7 days", 1)]
    assert list(said("mediation")) == ["admission", "mediation", "performance", "return-visit"]


def test_the_same_as_data() -> None:
    told = json.loads(explained("mediation", "--json"))
    mediating = next(one for one in told["states"] if one["state"]["key"] == "mediating")

    assert told["kind"]["limits"] == told["profile"]["key"] == "mediation"
    assert told["begins"]["state"] == "applied" and told["ladder"]["key"] == "standard"
    assert mediating["clocks"] == [{"stage": "mediation", "paused": False}]
    assert "agree" in mediating["actions"] and told["actions"]["agree"]["ways"][0]["to"] == "agreed"


def test_a_kind_of_one_place_is_told_as_it_holds_there(tmp_path: Path) -> None:
    seeds = packs_with_it(tmp_path)
    said = orgraph("definitions", "explain", "lending", "--lang", "en", seeds=seeds)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("lending of a room (lending), as it holds under 990102001000\n")
    assert "not if: the key was never handed over" in said.out
    assert orgraph("definitions", "explain", "lending", "--under", "990102001000", "--lang", "en", seeds=seeds) == said
    refused = orgraph("definitions", "explain", "lending", "--under", "990102001001", "--lang", "en", seeds=seeds)
    assert refused.code == 2 and "did you mean 990102001000" in refused.err


def test_the_same_everywhere_is_said_where_a_kind_has_no_variant() -> None:
    refused = orgraph("definitions", "explain", "mediation", "--under", "110000000000", "--lang", "en")

    assert refused.code == 2 and "name no area: orgraph definitions explain mediation" in refused.err


@pytest.mark.parametrize("key", ["matter", "mediation", "daily-work", "emergency"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_has_every_state_and_what_leads_on_and_stays_in_its_frame(
    definitions: Definitions, key: str, lang: str
) -> None:
    life, speech = life_of(definitions, key), Speech(definitions, lang)
    picture = ElementTree.fromstring(drawn(life, speech))
    words = re.sub(r"\s", "", "".join(picture.itertext()))

    assert picture.tag.endswith("svg")
    for one in life.states:
        assert re.sub(r"\s", "", one.state.title(lang)) in words
    for rule in life.actions.values():
        assert re.sub(r"\s", "", rule.title(lang)) in words
    width, height = int(picture.get("width", "")), int(picture.get("height", ""))
    for shape in picture.iter():
        if shape.get("class") != "line" and shape.get("x"):
            assert 0 < int(shape.get("x", "")) + int(shape.get("width", "0")) <= width
            assert 0 < int(shape.get("y", "")) + int(shape.get("height", "0")) <= height


def test_a_way_that_stays_beside_one_that_leads_on_has_a_row_and_no_arrow(definitions: Definitions) -> None:
    life = life_of(definitions, "mediation")
    back = life.actions["return-visit"]
    stays = replace(back, ways=(replace(back.ways[0], to="performed"), back.ways[1]))
    picture = drawn(replace(life, actions={**life.actions, "return-visit": stays}), Speech(definitions, "en"))

    assert "call the parties back (failed)" in picture
    assert "→ it stays" in "".join(ElementTree.fromstring(picture).itertext())


def test_no_arrow_crosses_a_box(definitions: Definitions) -> None:
    picture = ElementTree.fromstring(drawn(life_of(definitions, "matter"), Speech(definitions, "zh")))
    boxes = [
        tuple(int(one.get(name, "")) for name in ("x", "y", "width", "height"))
        for one in picture.iter()
        if one.get("class") == "box"
    ]
    lines = [one.get("d", "") for one in picture.iter() if one.get("class") == "line"]

    assert len(boxes) == len(life_of(definitions, "matter").states) and len(lines) >= len(boxes)
    for line in lines:
        corners = [(int(x), int(y)) for x, y in re.findall(r"[ML](\d+) (\d+)", line)]
        for (x0, y0), (x1, y1) in pairwise(corners):
            for x, y, width, height in boxes:
                beside = max(x0, x1) <= x or min(x0, x1) >= x + width
                assert beside or max(y0, y1) <= y or min(y0, y1) >= y + height, line


@pytest.mark.our_names
def test_the_picture_goes_into_a_file_or_to_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "life.svg"

    assert explained("mediation", "--svg", file) == ""
    assert file.read_text(encoding="utf-8") == explained("mediation", "--svg", "-")
    both = orgraph("definitions", "explain", "mediation", "--svg", "-", "--json", "--lang", "en")
    assert both.code == 2 and "two answers" in both.err


def test_a_stage_is_told_by_its_title_and_one_that_is_gone_by_its_key(definitions: Definitions) -> None:
    assert Speech(definitions, "zh").stage("return") == "return"
    assert Speech(definitions, "zh").stage("report") == "办结"


def test_titles_that_would_break_it_are_inert(definitions: Definitions) -> None:
    life = life_of(definitions, "mediation")
    odd = Title(ESCAPES, ESCAPES)
    broken = replace(
        life,
        kind=replace(life.kind, title=odd),
        actions={key: replace(rule, title=odd) for key, rule in life.actions.items()},
        states=tuple(replace(one, state=replace(one.state, title=odd)) for one in life.states),
    )
    speech = Speech(definitions, "zh")

    assert ElementTree.fromstring(drawn(broken, speech)).tag.endswith("svg")
    assert not re.search("[\x00\x1b\u202e]", drawn(broken, speech))
    assert any("\x1b" in line for line in kind_lines(broken, speech)), "what shows them makes lines inert"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", ["daily-work", "emergency", "hard-problem", "joint-enforcement", "matter", "mediation"])
def test_every_kind_is_told_in_words_only(definitions: Definitions, key: str, lang: str) -> None:
    said = "\n".join(kind_lines(life_of(definitions, key), Speech(definitions, lang)))

    assert re.findall(r"\b(?:kind|stage|carry|counts-as|obstacle|check|unit|verb)-[a-z]", said) == []


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "When it is sent on its fields come first:",
                "  class is volunteer service: volunteer station",
                "  class is discussion by the council: residents' council",
                "  class is major matter: governance centre (of a township or street)",
            ],
        ),
        (
            "zh",
            [
                "派遣时先看自定字段：",
                "  类别为志愿服务：志愿服务站",
                "  类别为议事协商：网格议事会",
                "  类别为重大事项：综治中心(设在乡镇(街道))",
            ],
        ),
    ],
)
def test_who_takes_it_for_what_it_has_in_a_field_is_told(tmp_path: Path, lang: str, told: list[str]) -> None:
    write(tmp_path / "opinions", {"p": "99", "k": "opinions", "n": "试"})
    definitions = load_definitions(ROOT / "schema", [tmp_path / "opinions"])
    (kind,) = definitions.tasks.of("opinion")
    life = kind_life(definitions, kind)
    assert life is not None
    lines = kind_lines(life, Speech(definitions, lang))
    start = lines.index(told[0])
    assert lines[start : start + len(told)] == told
