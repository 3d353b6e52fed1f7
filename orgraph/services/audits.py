"""Where the organisation falls short of what the definitions ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from orgraph.definitions.definitions import Definitions, named, words_of
from orgraph.definitions.demands.audits import Audit, ChainMeasure, Measure, QuotaMeasure
from orgraph.definitions.demands.quotas import Chain
from orgraph.definitions.demands.requirements import MustMeasure
from orgraph.definitions.prevailing import every_audit, prevailing
from orgraph.definitions.variants import Variants
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.audit import (
    AuditReport,
    Change,
    Comparison,
    Every,
    Gap,
    Lost,
    Notice,
    Score,
    Scorecard,
    ScoreLine,
    Trend,
)
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.nearest import instead_of
from orgraph.domain.page import Page
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day
from orgraph.domain.worded import Worded
from orgraph.graph.audits import Around, Frame, Measured, Question, around, demands, measure, question, score, watched
from orgraph.graph.places import chain_of, top_areas
from orgraph.graph.store import Store
from orgraph.rules.audits.round_end import round_ended
from orgraph.rules.audits.trend import days_of, trend
from orgraph.rules.tasks.wanted import unknown
from orgraph.services.places import Places

LARGEST_PAGE = 1000
EXPORT_PAGE = 5000
LONGEST_TREND = 400
REMEMBERED = 256
"""Audits whose place is remembered, with its day."""


@dataclass(frozen=True, slots=True)
class AuditRun:
    """
    An audit and where it is run: the area, its own and its superiors' codes, and what to tell about that.

    `tops` is the one topmost area where nobody said which area, else nothing.
    """

    audit: Audit
    root: Area
    chain: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    tops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """An audit, what it demands (a quota or chain as it holds there), and the statement that looks for its gaps."""

    audit: Audit
    demands: Measure | Chain
    statement: str


class Audits:
    """Lists the audits and runs one."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock
        self._audits = Variants(every_audit(definitions))
        self._topmost = [key for key, level in definitions.levels.items() if not level.within]
        self._remembered: dict[tuple[str, str, date], AuditRun] = {}

    def all(self, actor: Actor) -> tuple[Audit, ...]:
        """Every audit that is defined, by key and root area."""
        return tuple(self._audits)

    async def run(
        self,
        actor: Actor,
        key: str,
        area: str = "",
        on: date | None = None,
        first: int = 100,
        after: str = "",
        whole: bool = False,
        by: str = "",
    ) -> AuditReport:
        """
        The audit `key`, by key or title, of an area (default: the root it is defined for) on a day (default: today).

        `first` findings (1 to 1000) behind the cursor `after`, the subject of the last one seen; `whole` audits what
        the scope leaves out, too; `by` is the level that is rolled up to, by default the audit's own. Raises NotFound,
        InvalidInput, UnknownPlace and AmbiguousPlace.
        """
        if not 1 <= first <= LARGEST_PAGE:
            raise InvalidInput(said("page-out-of-bounds", first=first), said("mend-one-to", most=LARGEST_PAGE))
        return await self._run(key, area, on, first, after, whole, by)

    async def _run(
        self, key: str, area: str, on: date | None, first: int, after: str, whole: bool, by: str
    ) -> AuditReport:
        day = on or business_day(self._clock.now())
        run = await self._where(key, area, day)
        while True:
            measured, found = await self._page(run, day, first, after, whole, by)
            if found.chain == run.chain and found.tops == run.tops:
                break
            run = await self._where(key, area, day, anew=True)
        ended = round_ended(measured.findings, measured.by_area, day)
        shown = measured.findings[:first]
        findings = tuple(
            replace(one, path=found.places[one.area.code][0], mender=found.places[one.area.code][1]) for one in shown
        )
        cursors = tuple(one.subject for one in findings)
        return AuditReport(
            key=run.audit.key,
            area=run.root,
            on=day,
            audited=measured.audited,
            met=measured.audited - measured.gaps,
            exclusions=found.exclusions,
            by_area=tuple(replace(one, path=found.places[one.area.code][0]) for one in measured.by_area),
            findings=Page(findings, cursors, has_next=len(measured.findings) > first, total=measured.gaps),
            notices=(
                *run.notices,
                *((Notice("round-ended", day=ended),) if ended else ()),
                *_lost(found.lost),
            ),
            incomplete=found.incomplete,
        )

    async def _page(
        self, run: AuditRun, day: date, first: int, after: str, whole: bool, by: str
    ) -> tuple[Measured, Around]:
        """A page of gaps, and what is told around it: a statement each."""
        asked = self._question(run, day, whole=whole, by=by)
        measured = await measure(self._store, asked, run.root.code, day, after, first + 1)
        areas = [one.area for one in measured.findings[:first]] + [one.area for one in measured.by_area]
        codes = list(dict.fromkeys(one.code for one in areas))
        mend = run.audit.mend.role, run.audit.mend.level
        found = await around(self._store, run.root.code, day, asked, codes, mend, self._topmost)
        return measured, found if run.tops else replace(found, tops=())

    async def _where(self, key: str, area: str, day: date, *, anew: bool = False) -> AuditRun:
        """
        Where an audit runs, as found at the last page of it: pages and programs ask again and again.

        What is remembered holds only if the page's own look at the root's way up says the same.
        """
        asked = (key, area, day)
        found = None if anew else self._remembered.get(asked)
        if found is None:
            found = await self._looked_up(key, area, day)
            if not area or self._places.code_of(area) == area:  # what a name means is looked up
                self._remembered.pop(asked, None)
                self._remembered[asked] = found
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return found

    async def everything(
        self, actor: Actor, key: str, area: str = "", on: date | None = None, whole: bool = False, by: str = ""
    ) -> AuditReport:
        """The report of `run` with the findings of all its pages. Raises as that does."""
        reports = [report async for report in self.pages(actor, key, area, on, whole, by)]
        items = tuple(one for report in reports for one in report.findings.items)
        cursors = tuple(one for report in reports for one in report.findings.cursors)
        page = replace(reports[0].findings, items=items, cursors=cursors, has_next=False)
        return replace(reports[0], findings=page)

    async def pages(
        self, actor: Actor, key: str, area: str = "", on: date | None = None, whole: bool = False, by: str = ""
    ) -> AsyncIterator[AuditReport]:
        """The report of `run` page by page, for what is too long to be held at once. Raises as that does."""
        day, after, more = on or business_day(self._clock.now()), "", True
        while more:
            report = await self._run(key, area, day, EXPORT_PAGE, after, whole, by)
            yield report
            more = report.findings.has_next
            after = report.findings.cursors[-1] if more else ""

    async def changes(
        self, actor: Actor, key: str, area: str, on: date | None, whole: bool, pause: Callable[[], Awaitable[None]]
    ) -> AsyncIterator[Change]:
        """
        What has opened and closed since the last look, `pause` after `pause`; the first look tells how many there are.

        A look that finds nothing new is not told of. It never ends. Raises as `run` does.
        """
        before: dict[str, Gap] | None = None
        while True:
            report = await self.everything(actor, key, area, on, whole)
            now = {one.subject: one for one in report.findings.items}
            then = now if before is None else before
            opened = tuple(now[subject] for subject in sorted(now.keys() - then.keys()))
            closed = tuple(then[subject] for subject in sorted(then.keys() - now.keys()))
            if before is None or opened or closed:
                yield Change(opened, closed, report.gaps, first=before is None)
            before = now
            await pause()

    async def scorecard(self, actor: Actor, area: str, on: date | None = None) -> Scorecard:
        """How an area stands in every audit that holds there, on a day. Raises UnknownPlace and AmbiguousPlace."""
        day = on or business_day(self._clock.now())
        root = (await self._places.find(area, day)).area
        codes = tuple(one.code for one in await chain_of(self._store, root.code, day))
        lines = []
        for audit in sorted(prevailing(self._definitions, codes, day).audits, key=lambda one: one.key):
            asked = self._question(AuditRun(audit, root, codes), day, whole=False, by=root.level)
            audited, gaps = await score(self._store, asked, root.code, day)
            lines.append(ScoreLine(audit.key, audited, audited - gaps))
        told = await around(self._store, root.code, day, tops=self._topmost)
        return Scorecard(root, day, tuple(lines), _lost(told.lost), told.incomplete)

    async def compare(
        self, actor: Actor, key: str, since: date, on: date | None = None, area: str = "", whole: bool = False
    ) -> Comparison:
        """
        What an audit finds on a day (default: today) beside what it found on the earlier day `since`.

        A gap is the same as long as its subject is. Raises as `run` does, and InvalidInput if `since` is not earlier.
        """
        day = on or business_day(self._clock.now())
        if since >= day:
            raise InvalidInput(said("not-earlier", since=since, day=day), said("mend-earlier-day"))
        before = await self.everything(actor, key, area, since, whole)
        now = await self.everything(actor, key, area, day, whole)
        then, found = ({one.subject: one for one in report.findings.items} for report in (before, now))
        return Comparison(
            key=now.key,
            area=now.area,
            before=Score(since, before.audited, before.met),
            now=Score(day, now.audited, now.met),
            opened=tuple(found[subject] for subject in sorted(found.keys() - then.keys())),
            closed=tuple(then[subject] for subject in sorted(then.keys() - found.keys())),
            still_open=len(found.keys() & then.keys()),
            notices=now.notices,
        )

    async def trend(
        self,
        actor: Actor,
        key: str,
        start: date,
        end: date | None = None,
        every: Every = Every.MONTH,
        area: str = "",
        whole: bool = False,
    ) -> Trend:
        """
        How an audit stood on the days from `start` to `end` (default: today), `every` so often.

        What `must` or a quota demands is read in one statement, unless it asks for a record; all else is asked day by
        day. Raises as `run` does, and InvalidInput for more than 400 days.
        """
        last = end or business_day(self._clock.now())
        days = days_of(start, last, every, LONGEST_TREND)
        if not 1 <= len(days) <= LONGEST_TREND:
            problem = said("too-many-days", start=start, last=last, most=LONGEST_TREND)
            raise InvalidInput(problem if days else said("no-days", start=start, last=last), said("mend-end-or-step"))
        run = await self._looked_up(key, area, days[-1])
        audit, root = run.audit, run.root
        last_asked = self._question(run, days[-1], whole=whole)  # refuses a quota that does not hold there
        told = await around(self._store, root.code, days[-1], last_asked, tops=self._topmost)
        notices = (*run.notices, *_lost(told.lost))
        if isinstance(audit.measure, QuotaMeasure | MustMeasure):
            frame = self._frame(run, days[-1], whole=whole)
            asked = demands(audit.measure, frame.rules)
            if not asked.of_the_ledger:
                seen = await watched(self._store, asked, frame, days)
                return Trend(audit.key, root, trend(asked, seen, days), notices)
        scores = []
        for day in days:
            question_ = self._question(run, day, whole=whole, by=root.level)
            audited, gaps = await score(self._store, question_, root.code, day)
            scores.append(Score(day, audited, audited - gaps))
        return Trend(audit.key, root, tuple(scores), notices)

    async def explain(self, actor: Actor, key: str, area: str = "") -> Explained:
        """
        The audit `key` as it holds in an area (default: the root it is defined for), with its statement.

        Raises NotFound, InvalidInput, UnknownPlace and AmbiguousPlace.
        """
        day = business_day(self._clock.now())
        run = await self._looked_up(key, area, day)
        asked = self._question(run, day, whole=False).asked
        said: Measure | Chain = run.audit.measure
        if isinstance(said, QuotaMeasure):
            said = demands(said, prevailing(self._definitions, run.chain, day))
        elif isinstance(said, ChainMeasure):
            said = prevailing(self._definitions, run.chain, day).line(said.chain) or said
        return Explained(run.audit, said, self._store.shown(asked))

    def _question(self, run: AuditRun, day: date, *, whole: bool, by: str = "") -> Question:
        audit, root = run.audit, run.root
        level = named(self._definitions.levels, by)
        if by and level is None:
            raise unknown("level", by, words_of(self._definitions.levels.values()))
        try:
            return question(audit, self._frame(run, day, whole=whole, by=level.key if level else ""))
        except LookupError as error:
            problem = said("audit-asks-for-more", audit=audit.key, what=str(error.args[0]), place=root.name)
            raise InvalidInput(problem, said("mend-area-below")) from error

    def _frame(self, run: AuditRun, day: date, *, whole: bool, by: str = "") -> Frame:
        return Frame(run.root, prevailing(self._definitions, run.chain, day), day, whole, by)

    async def _looked_up(self, key: str, area: str, day: date) -> AuditRun:
        variants = self._audits.called(key)
        if not variants:
            remedy = instead_of(key, words_of(self._audits), said("mend-see-audits"))
            raise NotFound(said("no-such", what=said("noun-audit"), word=key), remedy)
        if len({one.key for one in variants}) > 1:
            keys = sorted({one.key for one in variants})
            raise InvalidInput(said("audit-ambiguous", name=key), said("mend-give-key-of-audit", known=keys))
        key = variants[0].key
        variants = self._audits.of(key)
        if not area:
            return await self._unasked(variants, key, day)
        found = (await self._places.find(area, day)).area
        chain = await chain_of(self._store, found.code, day)
        codes = tuple(one.code for one in chain)
        audit = prevailing(self._definitions, codes, day).audit(key)
        if audit is not None:
            return AuditRun(audit, found, codes)
        if any(not one.under or one.under in codes for one in variants):
            raise _of_a_campaign(variants[0], found, day)
        below = [
            one for one in variants if found.code in [area.code for area in await chain_of(self._store, one.under, day)]
        ]
        if len(below) != 1:
            roots = [one.under for one in below or variants]
            problem = said("audit-not-at", audit=_titled(variants[0]), place=found.name)
            raise InvalidInput(problem, said("mend-ask-for-areas", roots=roots))
        return await self._at_root(below[0], day, narrowed=True)

    async def _unasked(self, variants: tuple[Audit, ...], key: str, day: date) -> AuditRun:
        """Where an audit runs when nobody says: at its own root, a general one at the top of the tree."""
        general = [one for one in variants if not one.under]
        if not general and len(variants) > 1:
            roots = [one.under for one in variants]
            problem = said("audit-of-several", audit=_titled(variants[0]))
            raise InvalidInput(problem, said("mend-name-one-of-areas", roots=roots))
        if not general:
            return await self._at_root(variants[0], day)
        tops = await top_areas(self._store, self._topmost, day)
        if len(tops) != 1:
            problem = said("audit-needs-area", audit=_titled(general[0]), count=len(tops))
            raise InvalidInput(problem, said("mend-name-area-or-load"))
        return AuditRun(self._held(general[0], tops, day), tops[0], (tops[0].code,), tops=(tops[0].code,))

    async def _at_root(self, audit: Audit, day: date, narrowed: bool = False) -> AuditRun:
        chain = await chain_of(self._store, audit.under, day)
        if not chain:
            problem = said("audit-root-missing", audit=_titled(audit), area=audit.under, day=day)
            raise InvalidInput(problem, said("mend-load-its-pack"))
        notices = (Notice("scope-narrowed", area=chain[0].name),) if narrowed else ()
        return AuditRun(self._held(audit, chain, day), chain[0], tuple(one.code for one in chain), notices)

    def _held(self, audit: Audit, chain: Sequence[Area], day: date) -> Audit:
        """The audit that prevails at `chain[0]`; one of a campaign holds for its time only."""
        found = prevailing(self._definitions, [one.code for one in chain], day).audit(audit.key)
        if found is None:
            raise _of_a_campaign(audit, chain[0], day)
        return found


def _lost(found: Sequence[Lost]) -> tuple[Notice, ...]:
    """What lives below places that have ended, in one notice."""
    names = "、".join(one.name for one in found)
    return (Notice("below-ended", area=names, count=sum(one.count for one in found)),) if found else ()


def _of_a_campaign(audit: Audit, area: Area, day: date) -> InvalidInput:
    problem = said("audit-of-campaign", audit=_titled(audit), place=area.name, day=day)
    return InvalidInput(problem, said("mend-day-of-campaign"))


def _titled(audit: Audit) -> Worded:
    return Worded(audit.key, audit.title.zh, audit.title.en)
