"""Whatever is typed, the answer is an answer or a refusal in words: never a failure of ours, never a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .any_words import command_lines, verbs
from .conftest import Answer, Names, World, orgraph

VERBS = list(verbs())
ALONE = [verb for verb in VERBS if len(verb.words) == 1]
ON_TASKS = [verb for verb in VERBS if verb.words[0] == "task"]
OTHERS = [verb for verb in VERBS if verb not in ALONE and verb not in ON_TASKS]
ANY = st.one_of(*(st.sampled_from(some) for some in (ALONE, ON_TASKS, OTHERS)))


@pytest.fixture(scope="module")
def scratch(names: Names, small_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A small world of its own, as words by chance also write; files go where it lies."""
    folder = tmp_path_factory.mktemp("chance")
    copytree(small_store, folder / "store")
    nothing = Answer(0, "", "")
    words = (
        "--by",
        "township-secretary",
        "--kind",
        "daily-work",
        "--category",
        "物业纠纷",
        "--key",
        "chance",
        "--text",
        "物业纠纷",
    )
    assert orgraph("whistle", "南河社区", *words, folder=folder / "store", task="chance-task").code == 0
    with pytest.MonkeyPatch.context() as patch:
        (folder / "here").mkdir()
        patch.chdir(folder / "here")
        yield World(folder / "store", nothing, nothing)


def fault(words: tuple[str, ...], answer: Answer) -> str:
    """What is wrong with an answer; empty if nothing is."""
    said = answer.out + answer.err
    if answer.code not in (0, 1, 2) or "Traceback" in said or "internal" in said.split("\n")[0]:
        return f"{answer.code} {words!a}\n{said[-2_000:]}"
    return f"refused without a word: {words!a}" if answer.code == 2 and not answer.err.strip() else ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ANY.flatmap(command_lines))
def test_whatever_is_typed_is_answered_or_refused_in_words(
    scratch: World, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert fault(words, scratch(*words)) == ""
