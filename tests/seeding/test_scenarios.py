"""scenario.yaml: what is read of it, what is wrong with it, and what its expectations see in an answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.titles import Title
from orgraph.domain.time import CHINA
from orgraph.seeding.expected import Expectation, Look, outcome
from orgraph.seeding.scripts import filled, named_in, read_scenario
from tests.said import in_chinese, in_english

HEAD = "title: {zh: 甲, en: A}\nshows: {zh: 乙, en: B}\nsteps:\n"
STEP = "  - title: {zh: 步, en: step}\n    command: [audits]\n"


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "scenario.yaml"


def faults(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a scenario: its line, and the sentence in English; each is worded in Chinese, too."""
    with pytest.raises(DefinitionsFaulty) as refused:
        read_scenario(written(tmp_path, text))
    assert all(in_chinese(one.told) != in_english(one.told) for one in refused.value.faults)
    return [f"{one.line}: {in_english(one.problem)}; {in_english(one.remedy)}" for one in refused.value.faults]


def test_steps_are_at_an_instant_after_the_one_before_or_with_it(tmp_path: Path) -> None:
    text = HEAD + (
        STEP.replace("  - ", "  - at: 2023-08-22 09:00\n    ")
        + STEP
        + STEP.replace("  - ", "  - after: 30 minutes\n    ")
        + STEP.replace("  - ", "  - after: 2天\n    ")
    )
    read = read_scenario(written(tmp_path, text))

    assert [step.at for step in read.steps] == [
        datetime(2023, 8, 22, 9, 0, tzinfo=CHINA),
        datetime(2023, 8, 22, 9, 0, tzinfo=CHINA),
        datetime(2023, 8, 22, 9, 30, tzinfo=CHINA),
        datetime(2023, 8, 24, 9, 30, tzinfo=CHINA),
    ]
    assert (read.title.en, read.shows.zh, read.packs) == ("A", "乙", ())


ROUNDS = (
    "  - at: 2023-07-03 09:00\n    title: {zh: 每周一件, en: one a week}\n    rounds: 3\n    every: 7 days\n    steps:\n"
    "      - title: {zh: 登记, en: registered}\n        command: [audits]\n        as: one\n"
    "      - after: 1 day\n        title: {zh: 归档, en: filed}\n        command: [audits, '{one}']\n"
)


def test_steps_may_be_played_several_times_each_time_later(tmp_path: Path) -> None:
    read = read_scenario(written(tmp_path, HEAD + ROUNDS + STEP.replace("  - ", "  - after: 1 hour\n    ")))

    days = [(step.at.day, step.at.hour) for step in read.steps if step.at]
    assert days == [(3, 9), (4, 9), (10, 9), (11, 9), (17, 9), (18, 9), (18, 10)]
    turns = [step.round for step in read.steps if step.round]
    assert [(one.number, one.of, one.opens, one.ends) for one in turns] == [
        (1, 3, True, False),
        (1, 3, False, False),
        (2, 3, True, False),
        (2, 3, False, False),
        (3, 3, True, False),
        (3, 3, False, True),
    ]
    assert {(one.title.en, one.until.day) for one in turns} == {("one a week", 17)}


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("every: 7 days", "every: 6 hours", "7: a round lasts 1440 minutes, and the next begins after 360"),
        ("every: 7 days", "every: 3 working days", "7: '3 working days' is no span of natural time"),
        ("    every: 7 days\n", "", "every"),
        ("rounds: 3", "rounds: 1", "6: 1 is out of bounds; write a number from 2 to 100"),
        ("rounds: 3", "rounds: many", "6: 'many' is not a whole number"),
        ("    steps:\n", "    stepps:\n", "unknown key 'stepps'"),
        ("        as: one\n", "        as: one\n        rounds: 2\n", "unknown key 'rounds'"),
        ("        command: [audits]\n", "", "command"),
    ],
)
def test_what_is_wrong_with_rounds_is_told(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    assert wrong in ROUNDS
    assert told in "\n".join(faults(tmp_path, HEAD + ROUNDS.replace(wrong, right)))


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = HEAD + (
        "  - at: 2023-08-22 09:00\n    title: {zh: 步, en: step}\n    command: [task, '{raod}']\n    wehn: now\n"
        "  - at: 2023-08-21 09:00\n    title: {zh: 步, en: step}\n    command: [audits]\n    as: road\n"
        "  - after: 3 working days\n    title: {zh: 步, en: step}\n    command: [audits]\n    as: road\n"
        "    expect:\n      - {title: {zh: 步, en: step}, of: met}\n"
        "      - {title: {zh: 步, en: step}, of: met, is: 1, has: 2}\n"
        "      - {title: {zh: 步, en: step}, of: met, none: false}\n"
        "      - {title: {zh: 步, en: step}, of: met, is: [1, 2]}\n"
        "  - title: {zh: 步, en: step}\n    command: [audits]\n    refused: x\n    as: other\n"
    )
    told = "\n".join(faults(tmp_path, text))

    for part in (
        "6: no earlier step is called raod; use pack",
        "7: unknown key 'wehn'",
        "8: 2023-08-21T09:00+08:00 is before 2023-08-22T09:00+08:00",
        "12: '3 working days' is no span of natural time; write it as 30 minutes",
        "15: an earlier step has the name road",
        "17: ",
        "18: ",
        "19: ",
        "20: one value is expected",
        "24: ",
    ):
        assert part in told, f"{part}\n{told}"


def test_the_first_step_says_when_it_is(tmp_path: Path) -> None:
    (bare,) = faults(tmp_path, HEAD + STEP)
    (after,) = faults(tmp_path, HEAD + STEP.replace("  - ", "  - after: 1 hour\n    "))

    assert bare.startswith("4: ") and "at" in bare
    assert "nothing comes before the first step" in after


def test_what_is_missing_or_no_yaml_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(DefinitionsFaulty) as missing:
        read_scenario(tmp_path / "scenario.yaml")
    broken = faults(tmp_path, "title: [")

    assert len(missing.value.faults) == len(broken) == 1


def test_names_of_tasks_are_filled_and_other_braces_left() -> None:
    command = ("task", "{road}", "--text", "{别的} {}")

    assert named_in(command) == ("road",)
    assert filled(command, {"road": "key:x"}) == ("task", "key:x", "--text", "{别的} {}")


ANSWER: dict[str, Any] = {
    "met": 874,
    "rate": 1.0,
    "ok": True,
    "nobody": None,
    "gaps": [],
    "lead": {"kind": "housing", "tags": []},
    "helpers": [{"kind": "court", "units": ["a", "b"]}, {"kind": "justice", "units": ["c"]}],
}


@pytest.mark.parametrize(
    ("of", "test", "wanted", "held"),
    [
        ("met", Look.IS, "874", True),
        ("met", Look.IS, "873", False),
        ("helpers.1.units", Look.IS, "c", True),
        ("helpers.0.units", Look.IS, "a", False),
        ("rate", Look.IS, "1", True),
        ("ok", Look.IS, "true", True),
        ("ok", Look.IS, "1", False),
        ("lead.kind", Look.IS, "housing", True),
        ("lead", Look.IS, "{}", False),
        ("helpers.kind", Look.HAS, "justice", True),
        ("helpers.kind", Look.HAS, "just", False),
        ("helpers.kind", Look.LACKS, "police", True),
        ("helpers.kind", Look.LACKS, "court", False),
        ("lead.kind", Look.HAS, "hous", True),
        ("helpers.units", Look.COUNT, "3", True),
        ("helpers", Look.COUNT, "3", False),
        ("met", Look.COUNT, "874", False),
        ("met", Look.AT_LEAST, "800", True),
        ("helpers", Look.AT_LEAST, "3", False),
        ("ok", Look.AT_LEAST, "0", False),
        ("helpers.1.kind", Look.IS, "justice", True),
        ("helpers.7.kind", Look.NONE, "", True),
        ("gaps", Look.NONE, "", True),
        ("gaps.place.name", Look.NONE, "", True),
        ("nobody.name", Look.NONE, "", True),
        ("helpers", Look.NONE, "", False),
        ("ok", Look.NONE, "", False),
    ],
)
def test_an_expectation_looks_at_what_stands_at_its_path(of: str, test: Look, wanted: str, held: bool) -> None:
    assert outcome(Expectation(Title("", ""), of, test, wanted), ANSWER).held is held


@pytest.mark.parametrize("test", list(Look))
def test_a_misspelt_name_holds_for_nothing_and_is_told_with_what_is_near(test: Look) -> None:
    came = outcome(Expectation(Title("", ""), "lead.knid", test, "0"), ANSWER)

    assert not came.held
    assert came.missing and in_english(came.missing) == "the answer has no knid, but kind"
