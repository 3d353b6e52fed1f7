"""Rows of what was counted: whether the measure is observed there, for how long, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orgraph.analysis.faulting import Checking, Known, by_titles
from orgraph.analysis.living import Ended
from orgraph.analysis.overlaps import overlapping
from orgraph.analysis.row_checks import vocabulary
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.titles import by_title
from orgraph.definitions.words.measures import SUM, Measure
from orgraph.domain.counts import CountedElsewhere
from orgraph.domain.imports import RowAction, RowFault
from orgraph.domain.records import OBSERVATION, Held, observed
from orgraph.domain.rows import AreaRow, ChangedRow, CountRow, OrganisationRow, Origin, Row
from orgraph.domain.said import said
from orgraph.domain.time import OPEN_END
from orgraph.rules.packs.snapshot import Work


class CountChecks:
    """Checks the rows of counts.csv of one folder, whose day is `as_of`."""

    def __init__(
        self, pack: str, rows: Iterable[Row], known: Known, definitions: Definitions, ended: Ended, as_of: date
    ) -> None:
        """`rows` are all of the folder: counts may be of what they bring."""
        self._checking = Checking(pack, definitions, known)
        self._levels = {code: (one.level, one.kind) for code, one in known.areas.items()}
        self._kinds = {code: one.kind for code, one in known.organisations.items()}
        self._ended = ended
        self._as_of = as_of
        for row in rows:
            if isinstance(row, AreaRow):
                self._levels[row.code] = (row.level, row.kind)
            elif isinstance(row, OrganisationRow):
                self._kinds[row.code] = row.kind

    def faults(self, rows: Iterable[Row], held: Mapping[str, Held]) -> tuple[RowFault, ...]:
        """Every fault of rows that are whole; what the pack holds so already is no fault of a later list."""
        for row in rows:
            if isinstance(row, CountRow):
                self._check(row, held)
        return tuple(self._checking.faults)

    def faults_of_changes(self, changes: Iterable[ChangedRow], held: Mapping[str, Held]) -> tuple[RowFault, ...]:
        """Every fault of rows that are added, and of the ends that others are given."""
        for one in changes:
            row = one.row
            if not isinstance(row, CountRow):
                continue
            if one.action is RowAction.ADD:
                self._check(row, held)
            elif "until" in one.given:
                self._check_end(row, self._checking.definitions.measures.get(row.measure))
                self._check_living(row, held)
        return tuple(self._checking.faults)

    def _check(self, row: CountRow, held: Mapping[str, Held]) -> None:
        checking, measure = self._checking, self._checking.definitions.measures.get(row.measure)
        if measure is None:
            vocabulary(checking, row.origin, "measure", row.measure, checking.definitions.measures)
        if row.at in self._levels or row.at in self._kinds:
            if measure is not None:
                self._check_place(row, measure)
            self._check_living(row, held)
        else:
            checking.add(row.origin, "at", row.at, said("no-such-place-to-post"), said("mend-add-or-load"))
        self._check_end(row, measure)
        if row.since == row.until:
            checking.add(row.origin, "until", row.until, said("counts-no-day"), said("mend-first-day-after"))
        if row.since > self._as_of:
            problem = said("counted-ahead", day=self._as_of)
            checking.add(row.origin, "since", row.since, problem, said("mend-counted-ahead"))

    def _check_end(self, row: CountRow, measure: Measure | None) -> None:
        if measure is not None and measure.adds == SUM and row.until == OPEN_END:
            problem = said("counts-without-end", measure=by_title(measure.key, measure.title))
            self._checking.add(row.origin, "until", "", problem, said("mend-first-day-after"))

    def _check_place(self, row: CountRow, measure: Measure) -> None:
        definitions = self._checking.definitions
        level, kind = self._levels.get(row.at, ("", ""))
        if row.at in self._kinds:
            fits, found = self._kinds[row.at] in measure.organisations, self._kinds[row.at]
            what = by_titles(definitions.organisation_kinds, [found])[0]
        elif level not in measure.levels:
            fits, what = False, self._checking.level(level)
        else:
            fits = not (measure.kinds and kind) or kind in measure.kinds
            what = by_titles(definitions.area_kinds, [kind])[0]
        if not fits:
            at = by_titles(definitions.area_kinds, measure.kinds) or by_titles(definitions.levels, measure.levels)
            at += by_titles(definitions.organisation_kinds, measure.organisations)
            problem = said("not-counted-at", measure=by_title(measure.key, measure.title), what=what)
            self._checking.add(row.origin, "at", row.at, problem, said("mend-count-at", at=at))

    def _check_living(self, row: CountRow, held: Mapping[str, Held]) -> None:
        """Nothing is counted where nothing is any more; what the pack held so before stays."""
        day = self._ended.days.get(row.at)
        if day is None or row.until <= day or row.until == row.since:
            return
        there = held.get(row.id)
        if row.at not in self._ended.now and there is not None and there.until == row.until.isoformat():
            return
        now = row.at in self._ended.now
        problem = said("ended-by-import", key=row.at, day=day) if now else said("key-has-ended", key=row.at, day=day)
        self._checking.add(row.origin, "until", row.until, problem, said("mend-count-until", day=day))


def counted_anew(work: Work) -> frozenset[tuple[str, str]]:
    """Places and measures of which `work` writes an observation, or another period."""
    ids = [record.id for record in work.adds.get(OBSERVATION, ())]
    ids += [one.held.id for one in work.changes.get(OBSERVATION, ()) if "until" in one.values]
    return frozenset(observed(id_)[:2] for id_ in ids)


def overlap_faults(
    work: Work, held: Mapping[str, Held], others: Sequence[CountedElsewhere], rows: Iterable[CountRow]
) -> tuple[RowFault, ...]:
    """
    A fault for each observation that `work` writes for days of which another of the same measure and place counts.

    `rows` say so, and are gone through only where there is one; what no row says is no fault of a row.
    """
    anew = counted_anew(work)
    periods: dict[tuple[str, str], list[_Counted]] = {}
    for one in _after(work, held):
        if (where := observed(one.id)[:2]) in anew:
            periods.setdefault(where, []).append(one)
    for other in others:
        periods.setdefault(observed(other.id)[:2], []).append(_Counted(other.since, other.until, other.id, other.pack))
    pairs = [
        pair
        for several in periods.values()
        for pair in overlapping(sorted(several), lambda one: (one.since, one.until))
    ]
    origins = {row.id: row.origin for row in rows} if pairs else {}
    found = [_overlap(first, later, origins) for first, later in pairs]
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True, slots=True, order=True)
class _Counted:
    """The period of an observation as it will stand; `pack` of what another one has brought."""

    since: str
    until: str
    id: str
    pack: str = ""


def _after(work: Work, held: Mapping[str, Held]) -> Iterator[_Counted]:
    """All observations of the pack once `work` is written, without what covers no day."""
    untils = {one.held.id: str(one.values.get("until", one.held.until)) for one in work.changes.get(OBSERVATION, ())}
    for id_, one in held.items():
        if one.table == OBSERVATION and one.since < (until := untils.get(id_, one.until)):
            yield _Counted(one.since, until, id_)
    for record in work.adds.get(OBSERVATION, ()):
        since, until = str(record.values["since"]), str(record.values["until"])
        if since < until:
            yield _Counted(since, until, record.id)


def _overlap(first: _Counted, later: _Counted, origins: Mapping[str, Origin]) -> RowFault | None:
    """The fault at the row of one of the two, the later one if both have one."""
    mine, other = (later, first) if later.id in origins and not later.pack else (first, later)
    origin = origins.get(mine.id)
    if origin is None or mine.pack:
        return None
    days = {"since": date.fromisoformat(other.since), "until": date.fromisoformat(other.until)}
    if other.pack:
        problem, remedy = said("counted-by-pack", pack=other.pack, **days), said("mend-in-its-pack", pack=other.pack)
    elif other.id in origins:
        problem, remedy = said("counted-in-row", first=origins[other.id].told), said("mend-count-once")
    else:
        problem, remedy = said("counted-already", **days), said("mend-take-back-count", since=days["since"])
    return RowFault(origin.file, origin.line, "since", mine.since, problem, remedy)
