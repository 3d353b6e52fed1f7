"""Who was called has come, is late or is absent: the rule over events, at the edges of the appointment."""

from __future__ import annotations

import json
from collections.abc import Mapping

from orgraph.domain.event import Event
from orgraph.domain.task import Presence
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.past import past_of

MINUTE = 60_000
MEETING = 1_692_712_800_000  # 2023-08-22T22:00+08:00
LATEST = MEETING + 15 * MINUTE
CALLED = {
    "by": "township-head@t",
    "place": "p",
    "kind": "joint-enforcement",
    "category": "c",
    "severity": 3,
    "meeting": {"at": "2023-08-22T22:00:00+08:00", "place": "bridge"},
    "grace": "15 minutes",
}
DISPATCHED = {
    "state": "dispatched",
    "input": {"candidates": []},
    "result": {"lead": {"organisation": "lead"}, "helpers": [{"organisation": "one"}, {"organisation": "two"}]},
}


def told(*happened: tuple[str, int, Mapping[str, object]], called: Mapping[str, object] = CALLED) -> list[Event]:
    """The events of a task called three hours before its meeting."""
    first = [("called", MEETING - 180 * MINUTE, called), ("dispatched", MEETING - 180 * MINUTE, DISPATCHED)]
    return [
        Event("t", number, "", 0, at, "a", type_, json.dumps(said), "", "")
        for number, (type_, at, said) in enumerate([*first, *happened], start=1)
    ]


def presence(events: list[Event], now: int) -> dict[str, Presence]:
    return {one.unit: one.presence for one in attendance(past_of(events), now)}


def test_before_the_appointment_nobody_is_absent_and_after_its_grace_everybody_who_has_not_come() -> None:
    events = told(("sign-in", MEETING - 60 * MINUTE, {"by": "lead", "state": "in-hand"}))
    assert presence(events, LATEST) == {"lead": Presence.SIGNED, "one": Presence.CALLED, "two": Presence.CALLED}
    assert set(presence(events, LATEST + 1).values()) == {Presence.ABSENT}


def test_who_comes_within_the_grace_is_in_time_and_a_minute_later_late() -> None:
    events = told(
        ("arrive", LATEST, {"by": "x", "unit": "one"}),
        ("arrive", LATEST + MINUTE, {"by": "x", "unit": "two"}),
        ("arrive", LATEST + 60 * MINUTE, {"by": "x", "unit": "lead", "when": MEETING}),  # confirmed later than it came
    )
    assert presence(events, LATEST + 90 * MINUTE) == {
        "lead": Presence.ARRIVED,
        "one": Presence.ARRIVED,
        "two": Presence.LATE,
    }


def test_who_was_released_before_or_called_after_it_is_bound_by_no_appointment() -> None:
    events = told(
        ("release-helper", MEETING, {"by": "x", "unit": "one", "helpers": ["two"]}),
        ("release-helper", LATEST + MINUTE, {"by": "x", "unit": "two", "helpers": []}),
        ("add-helper", LATEST + MINUTE, {"by": "x", "unit": "three", "helpers": ["three"]}),
    )
    found = presence(events, LATEST + 90 * MINUTE)
    assert (found["one"], found["two"], found["three"]) == (Presence.CALLED, Presence.ABSENT, Presence.CALLED)


def test_who_declined_is_not_waited_for_until_a_ruling_names_it() -> None:
    declined = ("decline", MEETING - 90 * MINUTE, {"by": "lead", "state": "declined"})
    assert "lead" not in presence(told(declined), LATEST)
    ruled = ("rule", MEETING - 60 * MINUTE, {"by": "c", "unit": "lead", "state": "in-hand"})
    assert presence(told(declined, ruled), LATEST)["lead"] is Presence.SIGNED
    assert presence(told(declined, ruled), LATEST + 1)["lead"] is Presence.ABSENT


def test_without_an_appointment_nobody_is_late_or_absent() -> None:
    events = told(("arrive", LATEST + MINUTE, {"by": "x", "unit": "one"}), called={**CALLED, "meeting": None})
    assert presence(events, LATEST + 90 * MINUTE) == {
        "lead": Presence.CALLED,
        "one": Presence.ARRIVED,
        "two": Presence.CALLED,
    }
