"""How tasks were handled, as an official reads it: counts before rates, units in the order of their codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.supervision import RATES, Counts, Rates, Share, Supervision, UnitFinding, UnitSupervision
from orgraph.domain.worded import Worded

OPEN_OF = ("open", "overdue")

COUNTED = ("excluded", "merged", "refused", "void", "on-the-spot", "carried-over", *OPEN_OF)
"""What is counted apart, as it is called in the domain but for hyphens."""


def supervision_lines(found: Supervision, speech: Speech) -> list[str]:
    """The counts of the area, each rate with how it is counted, a line a unit, and the findings."""
    area = speech.name(found.area)
    lines = [speech("supervision-heading", area=area, since=found.first, until=found.last), _counts(found, speech)]
    lines += [speech("supervision-sum", title=one.title(speech.lang), value=one.value) for one in found.sums]
    if found.found:
        lines += ["", *rate_lines(found.rates, speech)]
    if found.units:
        shown = _shown(found)
        head = [
            speech("supervision-unit"),
            speech("supervision-tasks"),
            *(speech.of("share", name) for name in shown),
            "",
        ]
        rows = [head, *(_unit(one, shown, speech) for one in found.units)]
        lines += ["", *aligned(rows, right={1}, indent=2, room=terminal_room())]
    if found.findings:
        units = {one.organisation.code: speech.name(one.organisation) for one in found.units}
        rows = [_finding(one, units, speech) for one in found.findings]
        lines += ["", speech("supervision-findings"), *aligned(rows, indent=2, room=terminal_room())]
    if found.truncated:
        listed = len(found.findings)
        lines.append(speech("supervision-truncated", number=found.findings_in_all, listed=listed))
    return [*lines, *speech.notes()]


def series_lines(rows: Sequence[Counts], speech: Speech, *, by_period: bool) -> list[str]:
    """A line an area or a period: how many tasks, those counted apart, and the rates that have something to count."""
    if not rows:
        return [speech("supervision-no-rows")]
    shown = [name for name in RATES if any(one.rates.by_name()[name].of for one in rows)]
    sums = sums_of(rows)
    heads = [speech("supervision-period" if by_period else "supervision-area"), speech("supervision-found")]
    head = [
        *heads,
        *(title(speech.lang) for title in sums.values()),
        *(speech.of("supervision", name) for name in OPEN_OF),
        *(speech.of("share", name) for name in shown),
    ]
    lines = []
    for one in rows:
        first = (
            speech("supervision-days", since=one.first, until=one.last)
            if by_period
            else f"{speech.name(one.area)} {one.area.code}"
        )
        shares = (share_text(one.rates.by_name()[name], speech) for name in shown)
        summed = (str(value) for value in sums_in(one, sums))
        lines.append([first, str(one.found), *summed, str(one.open), str(one.overdue), *shares])
    told = aligned([[speech.of("share", name), how(name, speech)] for name in shown], indent=2, room=terminal_room())
    whole = speech.name(rows[0].area) if by_period else ""
    return [
        *([whole] if whole else []),
        *aligned([head, *lines], right=set(range(1, 4 + len(sums)))),
        "",
        *told,
        *speech.notes(),
    ]


def sums_of(rows: Sequence[Counts]) -> dict[str, Worded]:
    """What is summed in some of the rows: the titles by name."""
    return {one.name: one.title for row in rows for one in row.sums}


def sums_in(row: Counts, names: Iterable[str]) -> list[int]:
    """What a row has of these sums."""
    values = {one.name: one.value for one in row.sums}
    return [values.get(name, 0) for name in names]


def rate_lines(rates: Rates, speech: Speech) -> list[str]:
    """A line a rate: how many of how many, and what both are; then whom call-backs did not reach."""
    rows = [
        [speech.of("share", name), share_text(one, speech), how(name, speech)] for name, one in rates.by_name().items()
    ]
    lines = aligned(rows, indent=2, room=terminal_room())
    return [*lines, "  " + speech("supervision-not-reached", number=rates.not_reached)] if rates.not_reached else lines


def how(name: str, speech: Speech) -> str:
    """How a rate is counted: what, of what, and what else is to be known."""
    count, of, besides = (speech.of("share", f"{name}-{part}") for part in ("count", "of", "besides"))
    return speech("share-how", count=count, of=of, besides=besides)


def _shown(found: Supervision) -> list[str]:
    """Rates of which some unit has something to count; that it has not is said of the area."""
    return [name for name in RATES if any(one.rates.by_name()[name].of for one in found.units)]


def _counts(found: Supervision, speech: Speech) -> str:
    return speech(
        "supervision-counts",
        found=found.found,
        excluded=found.excluded,
        merged=found.merged,
        refused=found.refused,
        void=found.void,
        carried=found.carried_over,
        spot=found.on_the_spot,
        open=found.open,
        overdue=found.overdue,
    )


def _unit(one: UnitSupervision, shown: Sequence[str], speech: Speech) -> list[str]:
    findings = [speech("supervision-finding", title=speech.finding(key), count=count) for key, count in one.findings]
    rates = one.rates.by_name()
    return [
        speech.name(one.organisation),
        str(one.tasks),
        *(share_text(rates[name], speech) for name in shown),
        speech.joined(findings),
    ]


def share_text(share: Share, speech: Speech) -> str:
    """So many of so many, and the rate in percent."""
    return speech("supervision-share", count=share.count, of=share.of, rate=_rate(share, speech))


def _rate(share: Share, speech: Speech) -> str:
    return speech("supervision-none") if share.rate is None else f"{round(100 * share.rate, 2):g}%"


def _finding(one: UnitFinding, units: dict[str, str], speech: Speech) -> list[str]:
    replied = speech("supervision-replied") if one.replied else ""
    return [speech.finding(one.key), units[one.unit], one.at.isoformat(timespec="minutes"), one.task, replied]
