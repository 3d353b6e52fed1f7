"""Faults of lifecycles, limits, calendars, ladders and findings, each with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions.load import load_definitions

from .spoiling import a_year_off, assert_told, faults_of, spoil

LIFE, MATTER = "lifecycles/standard.yaml", "lifecycles/matter.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LIFE, "    sign-in:\n", "    called:\n", "called: it is an event that is written without an action"),
        (LIFE, "      to: closed\n", "", "no way out of the state 'verified'"),
        (LIFE, "      to: carried-over\n", "", "no task can reach the state 'carried-over'"),
        (LIFE, "called: {state: dispatched", "called: {state: nowhere", "'nowhere' is not known"),
        (LIFE, "who: [arbiter]", "who: [judge]", "'judge' is not known"),
        (LIFE, "required: [passed]", "required: [luck]", "'luck' is not among the fields"),
        (LIFE, "verb: handle", "verb: hope", "'hope' is not known"),
        (LIFE, "pause: [report]}  ", "pause: [tea]}  ", "'tea' is no stage that has a title"),
        (
            LIFE,
            "starts: [sign-in, contact, report]",
            "starts: [sign-in, tea, contact, report]",
            "'tea' is no stage that has a title",
        ),
        (
            LIFE,
            "    contact: {title: {zh: 到场(联系), en: contact}}\n",
            "",
            "the clock 'contact' is no stage that has a title",
        ),
        (
            LIFE,
            "  stages:\n",
            "  stages:\n    tea: {title: {zh: 茶, en: tea}}\n",
            "no clock of the stage 'tea' ever starts",
        ),
        (LIFE, "report: {title: {zh: 办结, en: report}}", "report: {title: {zh: 办结}}", "en"),
        (LIFE, "report: {title: {zh: 办结, en", "report: {title: {zh: 完结, en", "the stage 'report' is"),
        (
            LIFE,
            "who: [whistler, centre, superior]\n      never: [lead, helper]\n      carries: {required: [passed]}",
            "who: [caller]\n      carries: {required: [passed]}",
            "a task in 'submitted' may be locked in, with nothing remembered and nobody helping",
        ),
        (
            MATTER,
            "who: [reporter, centre]\n      never: [lead, helper]\n      carries: {required: [text]}\n    reopen",
            "who: [helper]\n      carries: {required: [text]}\n    reopen",
            "a task in 'unreachable' may be locked in, with answered remembered and nobody helping",
        ),
        (
            "lifecycles/mediation.yaml",
            "unresolved, outcome: failed}",
            "unresolved}",
            "'failed' counts as unresolved, and other states have an outcome",
        ),
        ("lifecycles/mediation.yaml", "outcome: failed", "outcome: lost", "'lost' is not known"),
        ("deadlines.yaml", "limit: 24 hours", "limit: a day", "'a day' is no limit"),
        ("deadlines.yaml", "      - {limit: 24 hours}\n", "", "not every task has a limit"),
        ("deadlines.yaml", "kinds: [hard-problem]", "kinds: [easy]", "'easy' is not among the tasks"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no clock 'tea' is ever started"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no limit for the stage 'contact'"),
        ("deadlines.yaml", "calendar: standard", "calendar: lunar", "'lunar' is not among the calendars"),
        ("deadlines.yaml", "yellow: 50", "yellow: 90", "yellow comes after red"),
        (LIFE, "zh: 待签收", "zh: 待\u200b签收", "zh: it has U+200B ZERO WIDTH SPACE"),
        (LIFE, "zh: 待签收", 'zh: "待签收\\e[31m"', "zh: it has U+001B ESCAPE"),
        (LIFE, "zh: 待签收", 'zh: "\u3000"', "zh: it is blank"),
        ("ladders.yaml", "within: 30 minutes", "within: soon", "'soon' is no limit"),
        ("ladders.yaml", ", within: 30 minutes", "", "step 1 has no end"),
        ("ladders.yaml", "roles: [unit-leader], ", "", "'roles' is missing, which of: lead needs"),
        ("ladders.yaml", "secretary], level: county", "secretary]", "'level' is missing, which of: post needs"),
        (
            "ladders.yaml",
            "kinds: [governance-centre], level: county",
            "level: county",
            "'kinds' is missing, which of: organisation needs",
        ),
        (
            "ladders.yaml",
            "of: organisation, kinds: [governance-centre], level: city",
            "of: lead, roles: [unit-leader]",
            "top may be",
        ),
        ("ladders.yaml", "stages: [admission", "stages: [tea", "no clock 'tea' is ever started"),
        ("ladders.yaml", "of: post, roles", "of: chance, roles", "'chance' is not known"),
        ("findings.yaml", "counts: idle", "counts: sheep", "'sheep' is not known"),
        ("findings.yaml", "  stages: [sign-in, report]\n", "", "'stages' is missing, which counts: idle needs"),
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
            LIFE,
            "pause: [contact, report]",
            "pause: [report]",
            "carry-over.clocks: pauses report and says nothing of 'contact', which may run then (in in-hand); add contact to stop",
        ),
        (
            LIFE,
            "{stop: [contact], pause: [report]}",
            "{pause: [report]}",
            "submit.clocks: pauses report and says nothing of 'contact'",
        ),
        (
            LIFE,
            "pause: [contact, report]",
            "pause: [contact, report], runs_on: [sign-in]",
            "carry-over.clocks: 'sign-in' runs on, but it cannot run in in-hand",
        ),
        (
            LIFE,
            "pause: [contact, report]",
            "pause: [contact, report], runs_on: [tea]",
            "'tea' is no stage that has a title",
        ),
        (
            LIFE,
            "{resume: [contact, report]}",
            "{resume: [report]}",
            "the clock 'contact' is paused for ever",
        ),
        (
            LIFE,
            "{resume: [contact, report]}",
            "{resume: [contact]}",
            "the clock 'report' runs in 'in-hand', but may have been paused before and stand still",
        ),
        (
            LIFE,
            "to: verified, clocks: {stop: [report]}}",
            "to: verified}",
            "the clock 'report' may not have stopped in 'closed', where the task has ended",
        ),
        (LIFE, "extend: {report: asked}", "extend: {tea: asked}", "'tea' is no stage that has a title"),
        (LIFE, "extend: {report: asked}", "extend: {report: told}", "'told' is not known"),
        (LIFE, "declined: {at_least: 2}", "declined: {at_least: 0}", "0 is out of bounds"),
        (LIFE, "declined: {at_least: 2}", "refused: {at_least: 2}", "'refused' is not among the memories"),
        (LIFE, "        - {to: declined}\n", "", "decline.outcomes: the last holds where no other does"),
        (
            LIFE,
            "      outcomes:\n",
            "      to: closed\n      outcomes:\n",
            "decline: these do not go together: to, outcomes",
        ),
        (LIFE, "arbiter: {title", "arbiter: {is: lead, title", "arbiter: these do not go together: is, above_all_of"),
        (LIFE, "SERVES, from: place", "SERVES, from: lead", "'lead' is not known"),
        (
            LIFE,
            "SERVES, from: place",
            "SERVES, kinds: [castle], from: place",
            "'castle' is not among the organisations",
        ),
        (LIFE, "is: callers", "is: strangers", "'strangers' is not known"),
        (LIFE, "en: rating}, holds: many}", "en: rating}, holds: some}", "'some' is not known"),
        (LIFE, "    rated: {title: {zh: 评价, en: rating}, holds", "    rated: {holds", "rated: 'title' is missing"),
        (LIFE, "{zh: 评价, en: rating}", "{zh: 评价}", "'en' is missing"),
        (
            LIFE,
            "  memories:                 #",
            "  memories:\n    lead: {title: {zh: 主办, en: lead}, holds: one}\n    #",
            "lead: it is the name of something that tasks",
        ),
        (
            LIFE,
            "  memories:                 #",
            "  memories:\n    spare: {title: {zh: 备用, en: spare}, holds: one}\n    #",
            "'spare' is never filled and never asked for",
        ),
        (LIFE, "      remembers: {asked: extension}\n", "", "asks for the memory 'asked', which no action fills"),
        (
            LIFE,
            "remembers: {rated: unit}",
            "remembers: {seen: unit}",
            "rate.remembers: 'seen' is not among the memories",
        ),
        (LIFE, "remembers: {rated: unit}", "remembers: {rated: luck}", "'luck' is not known"),
        (LIFE, "marks: {released: unit}", "marks: {gone: unit}", "no unit can be marked 'gone'"),
        (LIFE, "{by: rated, else: not-rated}", "{by: strangers}", "'strangers' is not known"),
        (LIFE, "{by: rated, else: not-rated}", "{by: rated}", "'title' is missing"),
        (
            LIFE,
            "{by: rated, else: not-rated}",
            "{by: rated, any: rated, else: not-rated}",
            "do not go together: any, by",
        ),
        (LIFE, "{by: rated, else: not-rated}", "{by: rated, else: not-loved}", "'not-loved' is not known"),
        (LIFE, "required: [unit, rating]", "required: [rating]", "rate.carries: uses unit and need not carry it"),
        (LIFE, "optional: [when]", "optional: [proof]", "its clocks stop when it happened, which it does not say"),
        (LIFE, "never: [lead, helper]", "never: [lead, helper, centre, superior]", "nobody may, as never: has all"),
        (LIFE, "opens: {kind: same", "opens: {kind: other", "'other' is not known"),
        (MATTER, "reported: {state: reported", "reported: {state: accepted", "no task can reach the state 'reported'"),
        (MATTER, "intake: backstop", "intake: [castle]", "'castle' is not among the organisations"),
        (LIFE, "entrance: called, within", "entrance: window, within", "'window' is not known"),
        (
            LIFE,
            "same, entrance: called, within: report",
            "same, entrance: called, within: tea",
            "assign is within 'tea'",
        ),
        (LIFE, "      within: sign-in", "      within: tea", "decline is within 'tea'"),
        (LIFE, "{text: [centre]}", "{text: [judge]}", "'judge' is not known"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(schema: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(schema, file, old, new)
    assert_told(schema, file, said)


def test_a_calendar_in_which_no_day_is_worked_is_a_fault(schema: Path) -> None:
    a_year_off(schema, but="2026-02-17")
    faults = faults_of(schema)
    assert len(faults) == 2
    assert (
        "calendars.yaml:9: standard.days_off: no day is worked from 2026-01-01 to 2026-02-16; take some out"
        in faults[0]
    )
    assert "no day is worked from 2026-02-18 to 2026-12-31" in faults[1]


def test_a_long_holiday_is_none(schema: Path) -> None:
    said = ", ".join(f'"2026-02-{day:02}"' for day in range(1, 29))
    spoil(schema, "calendars.yaml", "  hours:", f'  days_off: [{said}]\n  workdays: ["2026-03-01"]\n  hours:')
    load_definitions(schema)


def test_a_clock_that_is_forgotten_is_told_with_file_and_line(schema: Path) -> None:
    spoil(schema, LIFE, "pause: [contact, report]", "pause: [report]")
    lines = (schema / LIFE).read_text(encoding="utf-8").splitlines()
    carried = lines.index("    carry-over:")
    line = lines.index("      clocks: {pause: [report]}", carried) + 1
    assert any(
        fault.startswith(f"schema/lifecycles/standard.yaml:{line}: carry-over.clocks: pauses")
        for fault in faults_of(schema)
    )


def test_what_is_paused_and_never_stopped_is_a_fault(schema: Path) -> None:
    """An excluded task whose report was paused when it was carried over: the clock would rest in it for ever."""
    spoil(
        schema,
        LIFE,
        "      clocks: {stop: [sign-in, contact, report]}\n    merge:",
        "      clocks: {stop: [sign-in]}\n    merge:",
    )
    faults = [fault for fault in faults_of(schema) if "'excluded', where the task has ended" in fault]
    assert [fault.split("the clock ")[1].split()[0] for fault in faults] == ["'contact'", "'report'"]


def test_limits_that_hold_everywhere_count_in_a_calendar_that_does(schema: Path) -> None:
    spoil(schema, "calendars.yaml", "  source:", '  under: "210600000000"\n  source:')
    assert any("the calendar 'standard' holds under 210600000000 only" in fault for fault in faults_of(schema))


def test_a_clock_may_run_on_if_the_lifecycle_says_so(schema: Path) -> None:
    spoil(schema, LIFE, "pause: [contact, report]", "pause: [report], runs_on: [contact]")
    load_definitions(schema)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("mediation.yaml", "to: mediating", "to: mediatinx", "mediatinx"),
        ("mediation.yaml", "in: [applied]", "in: [appliex]", "appliex"),
        ("mediation.yaml", "start: [mediation]", "start: [mediatiox]", "mediatiox"),
        ("matter.yaml", "stop: [admission]", "stop: [admissiox]", "admissiox"),
        ("matter.yaml", "start: [sign-in, contact]", "start: [sign-ix, contact]", "sign-ix"),
    ],
)
def test_a_misspelt_state_or_stage_is_told_once_and_nothing_that_follows_of_it(
    schema: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(schema, f"lifecycles/{file}", old, new)
    (told,) = faults_of(schema)
    assert said in told
