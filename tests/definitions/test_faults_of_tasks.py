"""Faults of lifecycles, limits, calendars, ladders and findings, each with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions.load import load_definitions

from .spoiling import a_year_off, assert_told, faults_of, spoil


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("lifecycle.yaml", "    sign-in:\n", "    sign-up:\n", "sign-up: no such action"),
        ("lifecycle.yaml", "      to: closed\n", "", "no way out of the state 'verified'"),
        ("lifecycle.yaml", "      to: carried-over\n", "", "no task can reach the state 'carried-over'"),
        ("lifecycle.yaml", "  begins: dispatched", "  begins: nowhere", "'nowhere' is not known"),
        ("lifecycle.yaml", "who: [arbiter]", "who: [judge]", "'judge' is not known"),
        ("lifecycle.yaml", "must_carry: [passed]", "must_carry: [luck]", "'luck' is not known"),
        ("lifecycle.yaml", "verb: handle", "verb: hope", "'hope' is not known"),
        ("lifecycle.yaml", "pauses: [report] ", "pauses: [tea] ", "the clock 'tea' never starts"),
        (
            "lifecycle.yaml",
            "starts: [sign-in, contact, report]",
            "starts: [sign-in, tea, contact, report]",
            "'tea' never stops",
        ),
        ("deadlines.yaml", "limit: 24 hours", "limit: a day", "'a day' is no limit"),
        ("deadlines.yaml", "      - {limit: 24 hours}\n", "", "not every task has a limit"),
        ("deadlines.yaml", "kinds: [hard-problem]", "kinds: [easy]", "'easy' is not among the whistles"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no clock 'tea' is ever started"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no limit for the stage 'contact'"),
        ("deadlines.yaml", "calendar: standard", "calendar: lunar", "'lunar' is not among the calendars"),
        ("deadlines.yaml", "yellow: 50", "yellow: 90", "yellow comes after red"),
        ("lifecycle.yaml", "zh: 已受理待派遣", "zh: 已受理\u200b待派遣", "zh has U+200B ZERO WIDTH SPACE"),
        ("lifecycle.yaml", "zh: 已受理待派遣", 'zh: "已受理\\e[31m"', "zh has U+001B ESCAPE"),
        ("lifecycle.yaml", "zh: 已受理待派遣", 'zh: "\u3000"', "zh is blank"),
        ("ladders.yaml", "within: 30 minutes", "within: soon", "'soon' is no limit"),
        ("ladders.yaml", ", within: 30 minutes", "", "step 1 has no end"),
        ("ladders.yaml", "roles: [unit-leader], ", "", "a step of posts without roles"),
        ("ladders.yaml", "secretary], level: county", "secretary]", "a step of posts without a level"),
        ("ladders.yaml", "kinds: [governance-centre], level: county", "level: county", "organisations without kinds"),
        (
            "ladders.yaml",
            "of: organisation, kinds: [governance-centre], level: city",
            "of: lead, roles: [unit-leader]",
            "top may be",
        ),
        ("ladders.yaml", "stages: [admission", "stages: [tea", "no clock 'tea' is ever started"),
        ("ladders.yaml", "of: post, roles", "of: chance, roles", "'chance' is not known"),
        ("findings.yaml", "counts: idle", "counts: sheep", "'sheep' is not known"),
        ("findings.yaml", "  stages: [sign-in, report]\n", "", "idle of no stage"),
        ("findings.yaml", "stages: [sign-in, report]", "stages: [tea]", "no clock 'tea' is ever started"),
        ("findings.yaml", "at_least: 2", "at_least: 0", "0 is out of bounds"),
        ("calendars.yaml", '"13:30-17:30"', '"11:00-17:30"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"half past one"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"17:30-13:30"', "'17:30-13:30' is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"13:30-13:30"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"24:00-24:30"', "is no time after those before it"),
        ("calendars.yaml", '["08:30-11:30", "13:30-17:30"]', "[]", "standard.hours: no hour is worked"),
        ("calendars.yaml", '["08:30-11:30", "13:30-17:30"]', '""', "standard.hours: no hour is worked"),
        ("calendars.yaml", "  hours:", '  days_off: ["9999-12-31"]\n  hours:', "'9999-12-31' is no day"),
        ("calendars.yaml", "  hours:", '  days_off: ["2026-02-30"]\n  hours:', "'2026-02-30' is no day"),
        (
            "calendars.yaml",
            "  hours:",
            '  days_off: ["2026-02-17"]\n  workdays: ["2026-02-17"]\n  hours:',
            "both worked and off",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [report]",
            "carry-over: pauses report and says nothing of 'contact', which may run then (in in-hand); add contact to stops",
        ),
        (
            "lifecycle.yaml",
            "      stops: [contact]\n      pauses: [report]",
            "      pauses: [report]",
            "submit: pauses report and says nothing of 'contact'",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [contact, report]\n      runs_on: [sign-in]",
            "carry-over: 'sign-in' runs on, but it cannot run in in-hand",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [contact, report]\n      runs_on: [tea]",
            "the clock 'tea' never starts",
        ),
        (
            "lifecycle.yaml",
            "      resumes: [contact, report]\n",
            "      resumes: [report]\n",
            "the clock 'contact' is paused for ever",
        ),
        (
            "lifecycle.yaml",
            "      resumes: [contact, report]\n",
            "      resumes: [contact]\n",
            "the clock 'report' runs in 'in-hand', but may have been paused before and stand still",
        ),
        (
            "lifecycle.yaml",
            "      stops: [report]\n      back_resumes",
            "      back_resumes",
            "the clock 'report' may not have stopped in 'closed', where the task has ended",
        ),
        (
            "lifecycle.yaml",
            "      extends: [report] ",
            "      ",
            "grant-extension: says of no clock that it extends it",
        ),
        ("lifecycle.yaml", "extends: [report] ", "extends: [tea] ", "the clock 'tea' never starts"),
        (
            "lifecycle.yaml",
            "      must_carry: [text, extension]\n",
            "      must_carry: [text, extension]\n      extends: [report]\n",
            "ask-extension: it is granted no time that it could extend",
        ),
        ("lifecycle.yaml", "  arbiter_after: 2\n", "  arbiter_after: 0\n", "0 is out of bounds"),
        ("lifecycle.yaml", "  admits: reported", "  admits: nowhere", "'nowhere' is not known"),
        ("lifecycle.yaml", "  admits: reported", "", "no task can reach the state 'reported'"),
        ("lifecycle.yaml", "within: sign-in", "within: tea", "decline is within 'tea'"),
        ("lifecycle.yaml", "reason_from: [centre]", "reason_from: [judge]", "'judge' is not known"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(schema: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(schema, file, old, new)
    assert_told(schema, file, said)


def test_a_calendar_in_which_no_day_is_worked_is_a_fault(schema: Path) -> None:
    a_year_off(schema, but="2026-02-17")
    faults = faults_of(schema)
    assert len(faults) == 2
    assert "calendars.yaml:9: standard: no day is worked from 2026-01-01 to 2026-02-16; take some out" in faults[0]
    assert "no day is worked from 2026-02-18 to 2026-12-31" in faults[1]


def test_a_long_holiday_is_none(schema: Path) -> None:
    said = ", ".join(f'"2026-02-{day:02}"' for day in range(1, 29))
    spoil(schema, "calendars.yaml", "  hours:", f'  days_off: [{said}]\n  workdays: ["2026-03-01"]\n  hours:')
    load_definitions(schema)


def test_a_clock_that_is_forgotten_is_told_with_file_and_line(schema: Path) -> None:
    spoil(schema, "lifecycle.yaml", "pauses: [contact, report]", "pauses: [report]")
    lines = (schema / "lifecycle.yaml").read_text(encoding="utf-8").splitlines()
    carried = lines.index("    carry-over:")
    line = lines.index("      pauses: [report]", carried) + 1
    assert any(fault.startswith(f"schema/lifecycle.yaml:{line}: carry-over: pauses") for fault in faults_of(schema))


def test_what_is_paused_and_never_stopped_is_a_fault(schema: Path) -> None:
    """An excluded task whose report was paused when it was carried over: the clock would rest in it for ever."""
    spoil(
        schema,
        "lifecycle.yaml",
        "      stops: [sign-in, contact, report]\n    merge:",
        "      stops: [sign-in]\n    merge:",
    )
    faults = [fault for fault in faults_of(schema) if "'excluded', where the task has ended" in fault]
    assert [fault.split("the clock ")[1].split()[0] for fault in faults] == ["'contact'", "'report'"]


def test_limits_that_hold_everywhere_count_in_a_calendar_that_does(schema: Path) -> None:
    spoil(schema, "calendars.yaml", "  source:", '  under: "210600000000"\n  source:')
    assert any("the calendar 'standard' holds under 210600000000 only" in fault for fault in faults_of(schema))


def test_a_clock_may_run_on_if_the_lifecycle_says_so(schema: Path) -> None:
    spoil(schema, "lifecycle.yaml", "pauses: [contact, report]", "pauses: [report]\n      runs_on: [contact]")
    load_definitions(schema)
