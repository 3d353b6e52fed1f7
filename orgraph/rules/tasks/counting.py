"""Counts of many tasks by what each is counted as: a pure rule for supervision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from orgraph.definitions.tasks.fields import Field
from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation
from orgraph.domain.supervision import (
    CARRIED_OVER,
    EXCLUDED,
    FAILED,
    MERGED,
    ON_THE_SPOT,
    REFUSED,
    RESOLVED,
    SETTLED,
    VOID,
    Counts,
    Rates,
    Share,
    Summed,
    Supervision,
    Tally,
    UnitFinding,
    UnitSupervision,
)
from orgraph.rules.tasks.fields import field_title


@dataclass
class _Rated:
    """What rates are made from."""

    counted: int = 0
    completed: int = 0
    answered: int = 0
    asked: int = 0
    satisfied: int = 0
    rated: int = 0
    called_back: int = 0
    not_reached: int = 0
    contacted: int = 0
    solved: int = 0
    content: int = 0
    accepted: int = 0
    settled: int = 0
    mediated: int = 0
    agreed: int = 0

    def rates(self) -> Rates:
        """The rates with what each is of."""
        return Rates(
            response=Share(self.contacted, self.called_back),
            resolution=Share(self.solved, self.called_back),
            satisfaction=Share(self.content, self.called_back),
            not_reached=self.not_reached,
            signing=Share(self.answered, self.asked),
            completion=Share(self.completed, self.counted),
            ratings=Share(self.satisfied, self.rated),
            settlement=Share(self.settled, self.accepted),
            success=Share(self.agreed, self.mediated),
        )


@dataclass
class _Unit:
    """What is counted for one unit."""

    tasks: int = 0
    rated: _Rated = field(default_factory=_Rated)
    findings: Counter[str] = field(default_factory=Counter)


@dataclass
class Counting:
    """What is counted of all tasks, and for each unit."""

    states: Counter[str] = field(default_factory=Counter)
    over: int = 0
    overdue: int = 0
    findings: int = 0
    rated: _Rated = field(default_factory=_Rated)
    units: dict[str, _Unit] = field(default_factory=dict)
    sums: Counter[str] = field(default_factory=Counter)

    def add(self, one: Tally, number: int = 1) -> None:
        """Count so many tasks of this tally."""
        self.states[one.counts_as] += number
        self.over += number * one.final
        self.overdue += number * one.overdue
        self.findings += number * len(one.findings)
        for name, value in one.sums:
            self.sums[name] += number * value
        lead = self._unit(one.lead)
        lead.tasks += number
        if one.counts:
            for rated in (self.rated, lead.rated):
                if one.outcome is None:
                    rated.counted += number
                    rated.completed += number * (one.counts_as == RESOLVED)
                else:
                    rated.accepted += number * one.outcome.accepted
                    rated.settled += number * (one.outcome.stands == SETTLED)
                    rated.mediated += number * (one.outcome.agreed or one.outcome.stands == FAILED)
                    rated.agreed += number * one.outcome.agreed
                rated.asked += number * (one.answered is not None)
                rated.answered += number * (one.answered is True)
        if one.called_back is not None:
            back = one.called_back
            for rated in (self.rated, self._unit(back.unit).rated):
                rated.called_back += number * back.reached
                rated.not_reached += number * (not back.reached)
                rated.contacted += number * back.contacted
                rated.solved += number * back.solved
                rated.content += number * back.satisfied
        for unit, satisfies in one.ratings:
            for rated in (self.rated, self._unit(unit).rated):
                rated.rated += number
                rated.satisfied += number * satisfies
        for key, unit in one.findings:
            self._unit(unit).findings[key] += number

    def _unit(self, code: str) -> _Unit:
        return self.units.setdefault(code, _Unit())

    def counts(self, area: Area, first: date, last: date, declared: Mapping[str, Field]) -> Counts:
        """The counts of an area and a period, without those of units; `declared` are the fields of kinds."""
        return Counts(
            area=area,
            first=first,
            last=last,
            found=self.states.total(),
            rates=self.rated.rates(),
            excluded=self.states[EXCLUDED],
            merged=self.states[MERGED],
            refused=self.states[REFUSED],
            void=self.states[VOID],
            carried_over=self.states[CARRIED_OVER],
            on_the_spot=self.states[ON_THE_SPOT],
            open=self.states.total() - self.over,
            overdue=self.overdue,
            sums=tuple(
                Summed(name, field_title(name, declared.get(name)), value) for name, value in sorted(self.sums.items())
            ),
        )

    def told(
        self,
        area: Area,
        first: date,
        last: date,
        declared: Mapping[str, Field],
        known: Mapping[str, Organisation],
        findings: list[UnitFinding],
    ) -> Supervision:
        """The whole answer, with the findings that it lists."""
        counts = self.counts(area, first, last, declared)
        return Supervision(
            **{name: getattr(counts, name) for name in (one.name for one in fields(counts))},
            units=tuple(
                _supervised(known.get(code) or Organisation(code, code, ""), self.units[code])
                for code in sorted(self.units)
            ),
            findings=tuple(findings),
            findings_in_all=self.findings,
            truncated=self.findings > len(findings),
        )


def _supervised(organisation: Organisation, one: _Unit) -> UnitSupervision:
    return UnitSupervision(organisation, one.tasks, one.rated.rates(), tuple(sorted(one.findings.items())))
