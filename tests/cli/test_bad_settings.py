"""Settings that cannot be meant, wherever they come from: refused by name before anything starts, no failure of ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orgraph.settings import Settings

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
    assert f"{option}: " in said and list(tmp_path.iterdir()) == []


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
    assert f"{name}: 'st\\udcff' is not UTF-8" in said and list(tmp_path.iterdir()) == []


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
