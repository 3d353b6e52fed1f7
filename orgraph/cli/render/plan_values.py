"""The properties of a plan's rows in words: what they are called and what they say, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from orgraph.cli.speech import Speech
from orgraph.domain.time import OPEN_END

HIDDEN = ("short", "aliased", "changed", "was", "earlier", "renamed", "past_")
"""How properties begin that follow from others: a plan tells what they follow from."""


def told_values(text: str, table: str, speech: Speech) -> dict[str, str] | None:
    """What a row of the plan holds, as JSON, by the titles of its properties; None where it is not JSON."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    shown = {name: value for name, value in values.items() if not name.startswith(HIDDEN)}
    return {speech.of("property", name): told_value(table, name, value, speech) for name, value in shown.items()}


def named_values(values: Mapping[str, str], speech: Speech) -> str:
    """Values after their titles, one after the other."""
    return speech.joined([speech("plan-value", title=title, value=value) for title, value in values.items()])


def told_value(table: str, name: str, value: object, speech: Speech) -> str:
    """One value in words; what is not there any more, or was not, is none."""
    if value in (None, [], "", OPEN_END.isoformat()):
        return speech("plan-none")
    if isinstance(value, bool):
        return speech("truth-yes" if value else "truth-no")
    titled = _titles(table, speech).get(name, str)
    if name == "specialty":
        value = str(value).split("+")
    return speech.joined([titled(str(one)) for one in value]) if isinstance(value, list) else titled(str(value))


def detail(table: str, key: str, speech: Speech) -> str:
    """The title of a role, of the part that a responsibility has, of a kind of task, or of a measure."""
    of = {"POSTED_TO": "role", "RESPONSIBLE_FOR": "part", "Task": "task", "Observation": "measure"}.get(table, "")
    return told_value(table, of, key, speech) if key else ""


def _titles(table: str, speech: Speech) -> Mapping[str, Callable[[str], str]]:
    """What puts values of a property into words, where its values are keys."""
    return {
        "level": speech.level,
        "kind": speech.area_kind if table == "Area" else speech.organisation_kind,
        "tier": speech.tier,
        "profession": speech.profession,
        "employment": speech.employment,
        "role": speech.role,
        "reason": speech.absence,
        "categories": speech.category,
        "specialty": speech.category,
        "measure": speech.measure,
        "weekdays": lambda key: speech.of("weekday", key),
        "weeks": lambda key: speech.of("week", key),
        "part": lambda key: speech.of("part", key),
        "task": speech.whistle,
    }
