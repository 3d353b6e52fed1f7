"""Settings that cannot be meant, wherever they come from: refused by name before anything starts, no failure of ours."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from orgraph.settings import Settings, purpose

from .conftest import orgraph
from .test_failures import refused


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--world", "../x"), ("--world", "a/b"), ("--world", "\u200b"), ("--world", "x" * 300 + "/"), ("--world", "small "),
        ("--folder", "~nobody-of-this-name"), ("--folder", "~nobody-of-this-name/store"),
        ("--seeds", "/dev/null"), ("--seeds", "no/such/folder"), ("--schema", "no/such/folder"), ("--schema", "/dev/null"),
    ],
)  # fmt: skip
def test_an_option_is_named(option: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(orgraph("search", "南河", option, value), "invalid_input")
    assert f"{option}：" in said and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
@pytest.mark.parametrize("option", ["--folder", "--world", "--seeds", "--schema", "--store", "--lang"])
def test_a_blank_option_is_wrong_usage(option: str, blank: str, tmp_path: Path) -> None:
    for words in ((option, blank), (f"{option}={blank}",)):
        answer = orgraph("search", "南河", *words, folder=tmp_path / "never-made")
        assert (answer.code, f"{option} says nothing" in answer.err) == (2, True), answer.err
    assert list(tmp_path.iterdir()) == []


def test_all_variables_that_are_wrong_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGRAPH_PORT", "many")
    monkeypatch.setenv("ORGRAPH_LINGER", "-1")
    said = orgraph("settings", "--lang", "en").err
    assert "ORGRAPH_PORT: " in said and "what to do: set each anew" in said


@pytest.mark.parametrize("name", ["ORGRAPH_FOLDER", "ORGRAPH_ACTOR", "ORGRAPH_WEBHOOKS", "orgraph_store"])
def test_a_variable_of_bytes_that_are_no_text_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, name, os.fsdecode(b"st\xff"))
    said = refused(orgraph("search", "南河"), "invalid_input")
    assert f"{name}：'st\\udcff' 不是 UTF-8 文字" in said and list(tmp_path.iterdir()) == []


def test_an_empty_path_is_none_and_an_empty_user_is_no_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FOLDER", "SCHEMA_DIR", "SEEDS_DIR", "WEBHOOKS", "STORE_CA", "STORE_USER"):
        monkeypatch.setenv(f"ORGRAPH_{name}", "")
    found = Settings()
    assert (found.folder, found.schema_dir, found.seeds_dir) == (Path(".orgraph"), None, None)
    assert (found.webhooks, found.store_ca, found.store_user) == (None, None, "")


@pytest.mark.parametrize(
    ("folder", "store"), [(".orgraph", ".orgraph-small"), ("a/b", "a/b-small"), ("/", "/-small"), ("/x/", "/x-small")]
)
def test_the_store_of_a_world_lies_beside_that_of_its_folder(folder: str, store: str) -> None:
    assert Settings(folder=Path(folder), world="small").store_folder == Path(store)


def test_the_store_of_a_world_beside_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for folder, store in ((".", tmp_path / "here-small"), ("..", tmp_path.with_name(f"{tmp_path.name}-small"))):
        assert Settings(folder=Path(folder), world="small").store_folder == store


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("LANG", "fr", "“fr”不在可选之列：zh、en"),
        ("PORT", "many", "“many”不是数"),
        ("PORT", "-1", "“-1”太小，至少为 0"),
        ("PORT", "70000", "“70000”太大，至多为 65535"),
        ("STATEMENT_TIMEOUT", "0", "“0”太小，须大于 0"),
        ("WORKER", "perhaps", "“perhaps”不是 true 或 false"),
        ("HEAP", "lots", "“lots”不是内存大小，如 512m 或 2g"),
        ("ORIGINS", "*,ftp://a", "*、ftp://a：每个来源须写成 https://主机 或 https://主机:端口"),
        ("WORLD", "../x", "“../x”不是虚构世界的名称，如 small"),
    ],
)
def test_what_is_wrong_with_a_setting_is_told_in_the_readers_language(
    name: str, value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ORGRAPH_{name}", value)
    told = refused(orgraph("settings"), "invalid_input")
    assert f"设置有误：ORGRAPH_{name}：{why}" in told


def test_what_settings_are_for_is_told_in_both_languages() -> None:
    for name in Settings.model_fields:
        chinese, english = purpose(name, "zh"), purpose(name, "en")
        assert re.search("[一-鿿]", chinese) and english and not re.search("[一-鿿]", english), name
    assert "无人使用后内置数据库再留多少秒" in orgraph("settings", "--lang", "zh").out
