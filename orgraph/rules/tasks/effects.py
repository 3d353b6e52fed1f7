"""
What an event does to its task, as its payload says it under `does`: resolved when it was written, read ever after.

`does` holds what changes, and nothing else:

- `state`, `final`, `counts_as`: where the task stands from now on; with `outcome`, if that state has one;
- `by_outcome`: it is rated by its outcome, not by whether it was closed;
- `lead`, `helpers`: who has it in hand;
- `answered_within`: the stage in which who leads has to answer;
- `called_at`: when it was called, if it was entered afterwards (epoch milliseconds);
- `clocks`: a row each with `stage` and `change` (rules/clocks/marks.py); a start with its limit and what it counts in,
  an extension with its `span`; `at`, if it happened before it was entered;
- `sets`, `adds`, `clears`: what is remembered of the task, by the name of the memory;
- `fields`: names of fields, as the payload has them under `declared`, that the task has as they are said there;
- `marks`: a row each with `mark` (MARKS of domain/event.py) and `unit`; `at`, if it happened before it was entered;
  `value`: of a rating.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgraph.definitions.tasks.format_1 import FormerAction, format_1
from orgraph.domain.canonical import Json
from orgraph.domain.event import ENGINE, Event
from orgraph.rules.clocks.marks import EXTEND, Mark, former_marks, marks_of, rows_of, running

DISTANCES = "distances"
"""What is remembered of every task: how far above its place units stand."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What an event tells of a unit, `at` in epoch milliseconds; `value`: the marks of a rating."""

    mark: str
    unit: str
    at: int
    value: tuple[int, ...] = ()


def does_of(event: Event, lead: str, marks: Sequence[Mark]) -> Mapping[str, Any]:
    """
    What an event does; of one that was written before events said so, what it did then.

    `lead` and `marks` are who led before it, and what had happened to the clocks.
    """
    said = event.said
    if "does" in said:
        found: Mapping[str, Any] = said["does"]
        return found
    if "result" in said:
        return _routed(event)
    rule = format_1().actions.get(event.recorded_type)
    return _former(event, rule, lead, marks) if rule else {}


def is_act(event: Event) -> bool:
    """Whether somebody did something to a task, other than calling it: no event of the engine's own."""
    return event.recorded_type not in ENGINE


def noted(event: Event, does: Mapping[str, Any]) -> Iterator[Noted]:
    """What an event tells of units."""
    for row in does.get("marks", ()):
        yield Noted(row["mark"], row["unit"], row.get("at", event.at), tuple(row.get("value", ())))


def note(mark: str, unit: str, at: int | None = None, value: Sequence[int] = ()) -> dict[str, Json]:
    """A row of `marks`."""
    return {
        "mark": mark,
        "unit": unit,
        **({} if at is None else {"at": at}),
        **({"value": list(value)} if value else {}),
    }


def sent_to(lead: str, helpers: Sequence[str], candidates: Sequence[Mapping[str, Any]]) -> dict[str, Json]:
    """What every routing does: who has the task in hand, and how far above its place each candidate stood."""
    distances: list[Json] = [[one["organisation"], one["distance"]] for one in candidates]
    return {"lead": lead, "helpers": list(helpers), "sets": {DISTANCES: distances}}


def _routed(event: Event) -> dict[str, Any]:
    """What a routing did that does not say so."""
    said = event.said
    result = said["result"]
    helpers = [one["organisation"] for one in result["helpers"]]
    does: dict[str, Any] = sent_to(result["lead"]["organisation"], helpers, said["input"]["candidates"])
    does |= _stands({"state": format_1().begins, **said})
    does["clocks"] = rows_of(former_marks(said))
    if "since" in said:
        does["called_at"] = said["since"]
    return does


def _former(event: Event, rule: FormerAction, lead: str, marks: Sequence[Mark]) -> dict[str, Any]:
    """What an action did that does not say so."""
    said = event.said
    fields = {**said, "lead": lead}
    does: dict[str, Any] = _stands(said) if "state" in said else {}
    does |= {part: said[part] for part in ("lead", "helpers") if part in said}
    does["clocks"] = rows_of(former_marks(said))
    if rule.extends and EXTEND not in said.get("clocks", {}):
        ran = running((*marks, *marks_of(does, event.at)))
        does["clocks"] += [{"stage": stage, "change": EXTEND, "span": said["extension"]} for stage in ran]
    adds: dict[str, list[Any]] = {memory: [fields[name]] for memory, name in rule.adds.items()}
    if said.get("distance") is not None:
        adds[DISTANCES] = [[said.get("lead", said.get("unit")), said["distance"]]]
    does["adds"] = adds
    does["sets"] = {memory: [fields[name] for name in names] for memory, names in rule.sets.items()}
    does["clears"] = rule.clears
    if all(said.get(name) == value for name, value in rule.where.items()):
        does["marks"] = [_former_mark(mark, fields[name], said) for mark, name in rule.marks.items()]
    return does


def _former_mark(mark: str, unit: str, said: Mapping[str, Any]) -> dict[str, Any]:
    rating = said.get("rating")
    value = [rating[one] for one in ("arrival", "attitude", "result")] if rating else []
    return note(mark, unit, said.get("when"), value)


def _stands(said: Mapping[str, Any]) -> dict[str, Any]:
    final, counts_as = format_1().states.get(said["state"], (False, ""))
    return {
        "state": said["state"],
        "final": said.get("final", final),
        "counts_as": said.get("counts_as", counts_as),
    }
