"""Values that hold from a day to a day: names, and what else a decree changes; a pure rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from orgraph.domain.records import AREA, Value

DATED = {
    AREA: ("name", "short", "kind", "mca"),
    "Unit": ("name", "short", "kind", "tier", "specialty"),
    "PartyOrganisation": ("name", "short", "kind", "tier", "specialty"),
}
"""Of each table the values that are kept for the days on which they held; others are as they are now."""

Values = tuple[str, ...]
"""Those of one table in its order; what is not said is empty: a list of the store holds no null."""


@dataclass(frozen=True, slots=True)
class Span:
    """Values and the first day on which they hold no more."""

    until: str
    values: Values


def held_values(
    table: str, before: Mapping[str, Any], wanted: Mapping[str, Value], day: str, *, stands: bool = False
) -> dict[str, Value]:
    """
    What to write so that `wanted` holds from `day` on and what held until then stays known.

    `before` are the properties that are there. A value that was changed again later holds until then, or for ever if it
    `stands`. With no `day`, or one on which the node had not begun, `wanted` puts right what stands now, and ever since
    it has been so.
    """
    names = DATED.get(table, ())
    if not any(name in wanted for name in names):
        return dict(wanted)
    said = {place: str(wanted[name] or "") for place, name in enumerate(names) if name in wanted}
    spans = _spans(names, before)
    began = str(wanted.get("since") or before.get("since") or "")
    spans = _corrected(spans, said) if day <= began else _changed(spans, said, day, stands)
    spans = [Span(run[-1].until, values) for values, run in ((v, list(g)) for v, g in groupby(spans, _of))]
    return {**wanted, **_written(names, spans)}


def values_on(table: str, before: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The properties `before` with the values that held on `day`, as far as these are kept by day."""
    names = DATED.get(table, ())
    if not before.get("past_until") or not names:
        return dict(before)
    span = next(one for one in _spans(names, before) if not one.until or day < one.until)
    return {**before, **{name: value or None for name, value in zip(names, span.values, strict=True)}}


def _of(span: Span) -> Values:
    return span.values


def _spans(names: Sequence[str], before: Mapping[str, Any]) -> list[Span]:
    """All that has held, in order; the last span has no end."""
    lists = [before.get(f"past_{name}") for name in names]
    past = [
        Span(until, tuple(str(one[place]) if one else "" for one in lists))
        for place, until in enumerate(before.get("past_until") or ())
    ]
    return [*past, Span("", tuple(str(before.get(name) or "") for name in names))]


def _corrected(spans: Sequence[Span], said: Mapping[int, str]) -> list[Span]:
    """`said` in place of each value that stands now, as far back as it has stood without a break."""
    found: list[Span] = []
    now, open_places = spans[-1].values, set(said)
    for span in reversed(spans):
        open_places = {place for place in open_places if span.values[place] == now[place]}
        found.insert(0, Span(span.until, _with(span.values, said, open_places)))
    return found


def _changed(spans: Sequence[Span], said: Mapping[int, str], day: str, stands: bool) -> list[Span]:
    """`said` from `day` on, each value until it was changed again, unless it `stands`."""
    found: list[Span] = []
    held: Values | None = None
    open_places = set(said)
    begins = ""
    for span in spans:
        if span.until and span.until <= day:
            found.append(span)
            begins = span.until
            continue
        if held is None:
            held = span.values
            if begins < day:
                found.append(Span(day, held))
        values = held
        if not stands:
            open_places = {place for place in open_places if span.values[place] == values[place]}
        found.append(Span(span.until, _with(span.values, said, open_places)))
    return found


def _with(values: Values, said: Mapping[int, str], places: set[int]) -> Values:
    return tuple(said[place] if place in places else value for place, value in enumerate(values))


def _written(names: Sequence[str], spans: Sequence[Span]) -> dict[str, Value]:
    """The properties of a node: its values of now, the lists of those before, and the short names to look it up by."""
    *past, now = spans
    written: dict[str, Value] = {name: value or None for name, value in zip(names, now.values, strict=True)}
    written["changed"] = past[-1].until if past else None
    written["past_until"] = [span.until for span in past] or None
    for place, name in enumerate(names):
        written[f"past_{name}"] = [span.values[place] for span in past] or None
    was, *earlier = _others(spans, names.index("short")) or [""]
    if "mca" in names:
        earlier += [f"mca:{code}" for code in _others(spans, names.index("mca"))]
    return {**written, "was": was or None, "earlier": earlier or None, "renamed": True if earlier else None}


def _others(spans: Sequence[Span], place: int) -> list[str]:
    """Values that stood once and stand no more, the last first."""
    found = dict.fromkeys(span.values[place] for span in reversed(spans))
    return [value for value in found if value and value != spans[-1].values[place]]
