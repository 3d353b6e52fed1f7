"""What programs read: stable JSON with codes, and CSV that no table program computes."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from orgraph.cli.as_json import plain
from orgraph.cli.render.audit import COLUMNS
from orgraph.cli.render.workbook import AuditWorkbook
from orgraph.cli.speech import Speech
from orgraph.definitions.load import load_definitions
from orgraph.domain.area import Area
from orgraph.domain.audit import AuditReport, Gap, GapCount
from orgraph.domain.coverage import CoverageOf, CoveredArea, CoveredLevel, PlaceCoverage, Vacancy
from orgraph.domain.errors import InvalidInput
from orgraph.domain.organisation import PostHolder
from orgraph.domain.page import Page
from orgraph.domain.text import inert_cell
from orgraph.domain.time import CHINA, OPEN_END
from orgraph.domain.whistle import Source
from tests.said import fails

from ..small_world import PACKS, ROOT
from .conftest import DAY, World


def test_who_covers_prints_the_answer_with_codes_and_open_ends(world: World) -> None:
    found = json.loads(world.text("who-covers", "南河社区", "--on", DAY, "--json"))

    assert list(found) == ["place", "on", "levels", "incomplete", "category", "otherwise", "sitting"]
    assert found["on"] == DAY
    village = found["levels"][0]
    assert village["area"]["level"] == "village"
    secretary = next(post for post in village["posts"] if post["role"] == "village-secretary")
    assert secretary["until"] is None
    assert secretary["officer"]["synthetic"] is True
    assert list(secretary) == [
        "officer", "role", "employment", "principal", "since", "until", "away", "deputy", "acting",
    ]  # fmt: skip


def test_a_whistle_prints_its_proof(world: World) -> None:
    words = ("--by", "township-secretary", "--kind", "emergency", "--category", "路面塌陷", "--text", "塌陷", "--again")
    found = json.loads(world.text("whistle", "南河社区", *words, "--key", "json", "--json", task="task-json"))

    assert found["task"]["id"] == "task-json"
    assert found["decision"]["proof"][0]["candidate"]["source"] in set(Source)
    assert found["task"]["lead"]["code"] == found["lead"]["organisation"]["code"]


def test_an_action_prints_the_clocks_that_its_text_shows(world: World) -> None:
    words = ("--by", "township-secretary", "--kind", "emergency", "--category", "路面塌陷", "--text", "塌陷", "--again")
    lead = json.loads(world.text("whistle", "南河社区", *words, "--key", "clocks", "--json", task="task-clocks"))[
        "lead"
    ]
    by = ("--by", lead["organisation"]["code"], "--key", "clocks-1", "--json")
    found = json.loads(world.text("task", "sign-in", "task-clocks", *by))
    assert found["deadlines"] == json.loads(world.text("task", "task-clocks", "--json"))["deadlines"]
    assert [one["stage"] for one in found["deadlines"]], "at least one runs after signing in"


def test_an_audit_prints_every_finding_however_many_pages(world: World) -> None:
    found = json.loads(world.text("audit", "dual-officers", "--on", DAY, "--json"))

    assert found["gaps"] == len(found["findings"]["items"])
    assert found["rate"] == found["met"] / found["audited"]


def test_gaps_can_fail_a_command(world: World) -> None:
    assert world("audit", "dual-officers", "--on", DAY).code == 0
    assert world("audit", "dual-officers", "--on", DAY, "--fail-on-gaps").code == 1
    assert world("audit", "grid-lead", "--area", "榆岭镇", "--on", DAY, "--fail-on-gaps").code == 0


def test_the_csv_opens_in_office_programs(world: World) -> None:
    text = world.text("audit", "dual-officers", "--on", DAY, "--csv")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))

    assert text.startswith("\ufeff")
    assert tuple(head) == COLUMNS
    assert len(rows) == json.loads(world.text("audit", "dual-officers", "--on", DAY, "--json"))["gaps"]


def test_the_workbook_has_every_gap_with_real_days_a_frozen_heading_and_how_it_was_counted(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "gaps.xlsx"
    assert (
        world.text("audit", "dual-officers", "--on", DAY, "--xlsx", file, "--lang", "en")
        == f"10 gaps written to {file}\n"
    )
    gaps = json.loads(world.text("audit", "dual-officers", "--on", DAY, "--json"))["gaps"]
    with ZipFile(file) as book:
        rows, told, names, styles = (
            book.read(f"xl/{name}.xml").decode()
            for name in ("worksheets/sheet1", "worksheets/sheet2", "workbook", "styles")
        )
    assert rows.count("<row ") == gaps + 1
    assert f'<autoFilter ref="A1:L{gaps + 1}"/>' in rows and 'ySplit="1"' in rows and "<f>" not in rows
    (day,) = re.findall(r'<c r="I\d+" s="2"><v>(\d+)</v>', rows)  # one gap tells since when
    assert date(1899, 12, 30) + timedelta(days=int(day)) == date(2023, 6, 30) and "yyyy-mm-dd" in styles
    assert "Villages lacking dual officers" in told and "at least 2: village political-legal officer" in told
    assert 'name="gaps"' in names and 'name="how it was counted"' in names


def test_texts_of_a_workbook_are_inert(tmp_path: Path) -> None:
    area = Area("1", "=1+1", "village")
    finding = Gap("=2", "http://x", area, "=cmd|' /C calc'!A0", "grid-lead", 1, 0, ("12",))
    page = Page((finding,), ("=2",), has_next=False, total=1)
    report = AuditReport("grid-lead", area, date(2023, 8, 22), 1, 0, (), (GapCount(area, 1, 1),), page)
    book = AuditWorkbook(tmp_path / "inert.xlsx", Speech(load_definitions(ROOT / "schema", PACKS), "en"))
    book.add(report)
    book.close(report, ["=3"])
    with ZipFile(tmp_path / "inert.xlsx") as file:
        for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
            text = file.read(name).decode()
            assert "<f>" not in text and "hyperlink" not in text and "=" in text
    with fails(InvalidInput, match="more than a sheet holds"):
        book.add(replace(report, audited=2_000_000))


def test_a_trend_has_a_score_a_day(world: World) -> None:
    words = ("audit", "dual-officers", "--from", "2023-01-01", "--on", "2023-03-01", "--json")
    assert [one["on"] for one in json.loads(world.text(*words))["scores"]] == ["2023-01-01", "2023-02-01", "2023-03-01"]
    assert world(*words[:3], "2024-01-01", *words[4:]).code == 2


def test_cells_that_look_like_formulas_are_inert() -> None:
    assert [inert_cell(cell) for cell in ("=1+1", "+1", "-1", "@x", "\t=1", "村", "")] == [
        "'=1+1", "'+1", "'-1", "'@x", "'\t=1", "村", "",
    ]  # fmt: skip


def test_an_import_prints_its_plan_and_what_it_wrote(world: World) -> None:
    (done,) = json.loads(world.text("import", "wanghai", "--json"))

    assert done["plan"]["changes"] == 0
    assert done["imported"]["written"] == 0


def test_other_answers_print_json_too(world: World) -> None:
    for words in (["imports"], ["imports", "qingshi"], ["audits"], ["figures", "qingshi"], ["tasks", "青石市"]):
        assert json.loads(world.text(*words, "--json"))
    assert json.loads(world.text("covered-by", "qingshi:branch-court", "--on", DAY, "--json"))["truncated"] is False


@dataclass(frozen=True)
class Odd:
    """Values that an answer may hold."""

    at: datetime = datetime(2023, 8, 22, 10, tzinfo=CHINA)
    until: date = OPEN_END
    some: frozenset[str] = frozenset({"b", "a"})
    source: Source = Source.PAIRED
    pairs: dict[Source, tuple[int, ...]] = field(default_factory=lambda: {Source.PAIRED: (1, 2)})
    file: Path = Path("a/b")


def test_values_become_json() -> None:
    assert plain(Odd()) == {
        "at": "2023-08-22T10:00:00+08:00",
        "until": None,
        "some": ["a", "b"],
        "source": "paired",
        "pairs": {"paired": [1, 2]},
        "file": "a/b",
    }


def test_the_shape_of_answers_is_stable() -> None:
    shapes = {kind.__name__: list(kind.__dataclass_fields__) for kind in (Area, PostHolder, Vacancy, CoveredLevel)}

    assert shapes == {
        "Area": ["code", "name", "level", "kind", "flag", "synthetic"],
        "PostHolder": ["officer", "role", "employment", "principal", "since", "until", "away", "deputy"],
        "Vacancy": ["quota", "what", "required", "present", "employment", "professions"],
        "CoveredLevel": ["area", "distance", "posts", "organisations", "vacancies", "ended", "left"],
    }
    assert list(PlaceCoverage.__dataclass_fields__) == [
        "place",
        "on",
        "levels",
        "incomplete",
        "category",
        "otherwise",
        "sitting",
    ]
    assert list(CoverageOf.__dataclass_fields__) == ["who", "on", "areas", "total", "buildings"]
    assert list(CoveredArea.__dataclass_fields__) == ["area", "path", "by", "since", "until", "buildings"]
