"""How long what was typed into a task is kept after its end, as its kind says under `keeps`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from orgraph.definitions.source import Entry
from orgraph.domain.said import said

CONTACT, TEXT, PROOF = "contact", "text", "proof"
KEPT = (CONTACT, TEXT, PROOF)
"""What is kept for a time of its own: fields of the type contact, all other words, references of photos and papers."""

MOST = 100
"""Years for which something is kept at most, other than for ever."""

_TIME = re.compile(r"(\d{1,4}) ?(days?|years?|天|日|年)\Z")
_LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Keeping:
    """So many days, or `years`, for which something (of KEPT) is kept after the day on which the task ended."""

    what: str
    count: int
    years: bool

    def until(self, ended: date) -> date:
        """The first day on which it is kept no more, of a task that ended on a day."""
        if not self.years:
            return ended + timedelta(days=self.count + 1)
        day = ended if (ended.month, ended.day) != _LEAP_DAY else ended + timedelta(days=1)
        return day.replace(year=day.year + self.count) + timedelta(days=1)

    def ended_by(self, today: date) -> date:
        """A day before which everything ended that is kept no more today."""
        return today - timedelta(days=self.count * 365 if self.years else self.count)

    def __str__(self) -> str:
        return f"{self.count} {'year' if self.years else 'day'}{'s' if self.count > 1 else ''}"


def read_keeping(entry: Entry) -> tuple[Keeping, ...]:
    """The `keeps` of a kind."""
    below = entry.mapping("keeps")
    return tuple(_read(below)) if below else ()


def _read(below: Entry) -> Iterator[Keeping]:
    for name in below.names():
        if name not in KEPT:
            below.fault(said("unknown-key", name=name), said("mend-use", these=KEPT), line=below.line_of(name))
        typed = below.text(name, required=True)
        found = _TIME.match(unicodedata.normalize("NFKC", typed).strip())
        if found and 0 < int(found[1]) <= (MOST if found[2][0] in "y年" else MOST * 365):
            yield Keeping(name, int(found[1]), found[2][0] in "y年")
        elif typed:
            below.fault(said("no-time-to-keep", value=typed), said("mend-time-to-keep", most=MOST), name)
