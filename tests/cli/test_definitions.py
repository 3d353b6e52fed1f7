"""Definitions and settings from the command line: every fault with file and line, every setting with its origin."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import pytest

from tests.small_world import ROOT, SMALL

from .conftest import World, orgraph


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of one's own: schema/ and seeds/."""
    copytree(ROOT / "schema", tmp_path / "schema")
    copytree(SMALL, tmp_path / "seeds")
    return tmp_path


def damage(file: Path, before: str, after: str) -> int:
    """Replace a text that stands there once; the line it stands on."""
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_sound_definitions_are_counted_and_hashed() -> None:
    answer = orgraph("definitions", "check", "--lang", "en")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("ok: 8 levels, ")
    assert len(answer.out.split()[-1]) == 64


def test_every_fault_is_named_with_file_and_line(copy: Path) -> None:
    role = damage(copy / "schema" / "quotas.yaml", "post: {roles: [grid-lead]}", "post: {roles: [grid-led]}")
    scope = damage(copy / "seeds" / "qingshi" / "definitions" / "scopes.yaml", "level: village", "level: vilage")
    answer = orgraph("definitions", "check", copy, "--lang", "en")

    assert answer.code == 2
    assert f"schema/quotas.yaml:{role}: " in answer.out
    assert f"qingshi/definitions/scopes.yaml:{scope}: " in answer.out
    assert all("; " in line for line in answer.out.splitlines())
    assert answer.err == f"{len(answer.out.splitlines())} faults\n"


def test_a_folder_of_packs_is_checked_as_what_it_is(copy: Path) -> None:
    sound = orgraph("definitions", "check", copy / "seeds", "--lang", "en")
    damage(copy / "seeds" / "qingshi" / "definitions" / "scopes.yaml", "level: village", "level: vilage")
    faulty = orgraph("definitions", "check", copy / "seeds", "--lang", "en")
    neither = orgraph("definitions", "check", copy / "seeds" / "qingshi" / "definitions", "--lang", "en")

    assert (sound.code, sound.err) == (0, "") and sound.out.startswith("ok: 8 levels, ")
    assert faulty.code == 2 and "vilage" in faulty.out
    assert neither.code == 2 and "neither a schema nor a pack" in neither.err


def test_the_yaml_files_of_packs_are_checked_as_well(copy: Path) -> None:
    damage(copy / "seeds" / "qingshi" / "figures.yaml", "comparator: nearly", "comparator: about")
    damage(copy / "seeds" / "wanghai" / "pack.yaml", "as_of: 2023-08-22\nreference", "as_of: soon\nreference")
    said = orgraph("definitions", "check", copy).out

    assert "qingshi/figures.yaml 第" in said
    assert "wanghai/pack.yaml 第" in said


def test_faults_of_every_kind_of_file_are_told_in_chinese(copy: Path) -> None:
    damage(copy / "schema" / "levels.yaml", "  book: true", "  bok: true")
    damage(copy / "schema" / "quotas.yaml", "post: {roles: [grid-lead]}", "post: {roles: [grid-led]}")
    damage(copy / "schema" / "ladders.yaml", "stages: [admission", "stages: [tea")
    damage(copy / "seeds" / "qingshi" / "definitions" / "chains.yaml", "scope: ", "scop: ")
    told = orgraph("definitions", "check", copy).out
    assert "的定义" not in told and not re.search("[a-z]{2,} [a-z]{2,}", told), told
    assert re.search(
        r"schema/quotas\.yaml 第\d+行：“roles”中没有“grid-led”；请先作出定义，或改用已有的：grid-lead、.+ 等\n", told
    )
    assert re.search(
        r"schema/levels\.yaml 第\d+行 county：没有“bok”这一项；请删去，或改用其中之一：aliases、book、", told
    )

    damage(copy / "schema" / "levels.yaml", "  bok: true", "  book: true")
    damage(copy / "schema" / "quotas.yaml", "post: {roles: [grid-led]}", "post: {roles: [grid-lead]}")
    damage(copy / "schema" / "ladders.yaml", "stages: [tea", "stages: [admission")
    damage(copy / "seeds" / "qingshi" / "definitions" / "chains.yaml", "scop: ", "scope: ")
    damage(copy / "seeds" / "qingshi" / "figures.yaml", "comparator: nearly", "comparator: about")
    damage(copy / "seeds" / "wanghai" / "pack.yaml", "as_of: 2023-08-22\nreference", "as_of: 22/8/23\nreference")
    told = orgraph("definitions", "check", copy).out
    assert not re.search("[a-z]{2,} [a-z]{2,}", told), told
    assert "不能写“about”；可用的有：exact、" in told and "：“22/8/23”年份只有两位；请将年份写足四位" in told


def test_a_schema_or_a_pack_alone_can_be_named(copy: Path) -> None:
    damage(copy / "schema" / "levels.yaml", "  book: true", "  bok: true")
    damage(copy / "seeds" / "qingshi" / "definitions" / "chains.yaml", "scope: ", "scop: ")

    assert "schema/levels.yaml 第" in orgraph("definitions", "check", copy / "schema").out
    assert "schema/levels.yaml 第" in orgraph("definitions", "check", "--schema", copy / "schema").out
    assert "chains.yaml 第" in orgraph("definitions", "check", copy / "seeds" / "qingshi").out
    assert "chains.yaml 第" in orgraph("definitions", "check", "--seeds", copy / "seeds").out
    assert orgraph("definitions", "check", copy / "seeds" / "wanghai").code == 0


def test_a_folder_that_is_neither_is_refused(tmp_path: Path) -> None:
    assert orgraph("definitions", "check", tmp_path).code == 2


def test_definitions_are_listed_and_shown() -> None:
    assert "roles" in orgraph("definitions", "list").out
    assert "grid-lead" in orgraph("definitions", "list", "roles", "--lang", "en").out
    (shown,) = json.loads(orgraph("definitions", "show", "categories", "路面塌陷").out)
    assert shown["lineage"] == ["road-collapse", "sudden-event"]
    assert orgraph("definitions", "show", "categories", "nothing").code == 2
    assert orgraph("definitions", "list", "nothing").code == 2


def test_a_definition_that_was_taken_over_is_shown_by_its_digest(world: World) -> None:
    hash_ = orgraph("definitions", "check", "--lang", "en").out.split()[-1]
    whole = json.loads(orgraph("definitions", "show", hash_, folder=world.folder).out)
    assert whole["names"] == ["definitions"]
    role = json.loads(orgraph("definitions", "show", whole["says"]["roles/grid-lead"][:8], folder=world.folder).out)
    assert role["names"] == ["roles/grid-lead"] and role["says"]["title"]["zh"] == "网格长"
    assert orgraph("definitions", "show", "0" * 64, folder=world.folder).code == 2
    assert "orgraph definitions list roles" in orgraph("definitions", "show", "roles").err


def test_settings_say_where_each_value_came_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ORGRAPH_HEAP=256m\n", encoding="utf-8")
    monkeypatch.setenv("ORGRAPH_STORE_PASSWORD", "hunter2")
    rows = {row["variable"]: row for row in json.loads(orgraph("settings", "--lang", "en", "--json").out)}

    assert rows["ORGRAPH_HEAP"] | {"about": ""} == {
        "variable": "ORGRAPH_HEAP", "value": "256m", "from": "file", "about": "",
    }  # fmt: skip
    assert (rows["ORGRAPH_STORE_PASSWORD"]["from"], rows["ORGRAPH_STORE_PASSWORD"]["value"]) == (
        "environment",
        "**********",
    )
    assert rows["ORGRAPH_LANG"]["from"] == "option"
    assert rows["ORGRAPH_PORT"]["from"] == "default"
    assert "hunter2" not in orgraph("settings").out
