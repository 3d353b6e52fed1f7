"""Measures of the organisation: each audit is one statement of the catalogue with the values its definition gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.audits import (
    Audit,
    BackstopMeasure,
    ChainMeasure,
    LeadMeasure,
    QuotaMeasure,
    ReachableMeasure,
    TermsMeasure,
    WhistlersMeasure,
)
from orgraph.definitions.demands.place_rules import PlacesMeasure
from orgraph.definitions.demands.posting_rules import PostingsMeasure
from orgraph.definitions.demands.quotas import Chain, Quota
from orgraph.definitions.demands.requirements import MustMeasure
from orgraph.definitions.prevailing import Prevailing
from orgraph.definitions.tasks.kinds import WHISTLE
from orgraph.domain.area import Area
from orgraph.domain.audit import Exclusion, Gap, GapCount, Lost, Mender
from orgraph.domain.time import shifted
from orgraph.domain.trend import Watched
from orgraph.graph import catalogue, unpack
from orgraph.graph.compiling.demands import compiled
from orgraph.graph.compiling.ground import ROLL_UP, Reach
from orgraph.graph.compiling.places import compiled_places
from orgraph.graph.compiling.postings import compiled_postings
from orgraph.graph.compiling.trends import watched_over
from orgraph.graph.store import Statement, Store, compiled_statement, statement

AROUND = statement("audits/around")
AROUND_ENDED = statement("audits/around_ended")
REACHABLE = statement("audits/reachable")
CHAIN = statement("audits/chain")
BACKSTOPS = statement("audits/backstops")
SCORED = catalogue.part("audits/scored")


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Within what an audit asks: all that lies in `root`, by the `rules` that prevail there, on a day.

    `whole` audits what a scope leaves out, too; `by` is the level that is rolled up to.
    """

    root: Area
    rules: Prevailing
    on: date
    whole: bool = False
    by: str = ""

    @property
    def definitions(self) -> Definitions:
        """The definitions that the rules are of."""
        return self.rules.definitions

    def depth(self, level: str) -> int:
        """How many steps below the root a level lies at most."""
        levels = self.definitions.levels
        return max(0, levels[level].rank - levels[self.root.level].rank)

    def reach(self, asked: Sequence[str]) -> Reach:
        """What is no deeper below the root than levels (none: all) lie, cut at the level that is rolled up to."""
        levels = self.definitions.levels
        to_leaves = not asked or any(levels[key].leaf for key in asked)
        passed = [key for key, level in levels.items() if not level.leaf] if to_leaves else asked
        depth = max(map(self.depth, passed))
        over = min(depth, self.depth(self.by))
        return Reach(over, depth - over, to_leaves)

    def left_out(self, scope: str) -> Mapping[str, str]:
        """Codes that a scope leaves out, with the reasons; none where all is audited."""
        found = self.rules.scope(scope) if scope else None
        return found.left_out if found and not self.whole else {}


@dataclass(frozen=True, slots=True)
class Question:
    """
    A statement with the values that an audit's measure gives it; `left_out` maps codes to reasons.

    `ever`: what has ended is looked at, too, or tasks, which are counted there by themselves; if not, `levels` are
    those of the areas that it goes down to (none: all).
    """

    asked: Statement
    values: Mapping[str, Any]
    left_out: Mapping[str, str]
    ever: bool = False
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure gave: the roll-up, and findings without their surroundings, in order of their subject."""

    by_area: tuple[GapCount, ...]
    findings: tuple[Gap, ...]

    @property
    def audited(self) -> int:
        """How many were looked at."""
        return sum(count.audited for count in self.by_area)

    @property
    def gaps(self) -> int:
        """How many fall short, on all pages."""
        return sum(count.gaps for count in self.by_area)


@dataclass(frozen=True, slots=True)
class Around:
    """
    What a page of an audit tells besides its gaps: `places` has the path and the mender for each area asked about.

    `chain` is the codes from the root upward, `tops` those of topmost areas, two at most.
    """

    chain: tuple[str, ...]
    places: Mapping[str, tuple[str, Mender | None]]
    exclusions: tuple[Exclusion, ...]
    tops: tuple[str, ...]
    incomplete: tuple[str, ...]
    lost: tuple[Lost, ...] = ()


def question(audit: Audit, frame: Frame) -> Question:
    """
    The statement and values for an audit within a frame; rolled up by the audit's own level if that names none.

    Raises LookupError when a quota or chain does not hold there.
    """
    framed = replace(frame, by=frame.by or audit.by)
    asked = _question(audit, framed)
    return replace(asked, values={"by": framed.by, **asked.values})


def _question(audit: Audit, frame: Frame) -> Question:
    rules, definitions = frame.rules, frame.definitions
    match audit.measure:
        case QuotaMeasure() | MustMeasure() as measure:
            return _must(demands(measure, rules), frame)
        case PostingsMeasure() as measure:
            return _postings(measure, frame)
        case PlacesMeasure() as measure:
            placed = compiled_places(measure, definitions)
            return Question(compiled_statement(placed.text), placed.values, {}, ever=True)
        case ChainMeasure(key):
            return _chain(_held(rules.line(key), key), frame)
        case LeadMeasure(level):
            values = {"level": level, "categories": _categories(rules)}
            return Question(_at_level("audits/leads", level, frame), values, {}, levels=(level,))
        case WhistlersMeasure(level):
            blown = [kind for kind in rules.kinds if kind.door == WHISTLE]
            kinds = [{"key": kind.key, "roles": list(kind.opened_by)} for kind in blown]
            values = {"level": level, "whistles": kinds}
            return Question(_at_level("audits/whistlers", level, frame), values, {}, levels=(level,))
        case ReachableMeasure(kinds):
            return Question(REACHABLE, {"kinds": list(kinds), "roles": list(definitions.duty_roles)}, {})
        case TermsMeasure(roles, days):
            horizon = shifted(frame.on, days).isoformat()
            values = {"roles": list(roles), "horizon": horizon, "leaves": list(definitions.leaf_levels)}
            reach = frame.reach([])
            return Question(statement("audits/terms", over=str(reach.over), under=str(reach.under)), values, {})
        case BackstopMeasure():
            return Question(BACKSTOPS, {}, {}, ever=True)


def demands(measure: QuotaMeasure | MustMeasure, rules: Prevailing) -> MustMeasure:
    """What an audit demands, its own or its quota's as that prevails. Raises LookupError if it does not."""
    if isinstance(measure, MustMeasure):
        return measure
    held: Quota = _held(rules.quota(measure.quota), measure.quota)
    return held.measure


async def watched(store: Store, measure: MustMeasure, frame: Frame, days: Sequence[date]) -> tuple[Watched, ...]:
    """All that a trend over `days` within a frame needs, in one statement."""
    subject, definitions = measure.subject, frame.definitions
    left_out = list(frame.left_out(subject.scope))
    depth = frame.depth(subject.level) if subject.level else definitions.max_depth
    return await watched_over(store, measure, frame.root.code, depth, left_out, days, definitions)


def _held(found: Quota | Chain | None, key: str) -> Any:
    if found is None:
        raise LookupError(key)
    return found


def _must(measure: MustMeasure, frame: Frame) -> Question:
    left_out, level = frame.left_out(measure.subject.scope), measure.subject.level
    reach = frame.reach([level] if level else [])
    found = compiled(measure, frame.definitions, reach, list(left_out), frame.on)
    return Question(compiled_statement(found.text), found.values, left_out, levels=(level,) if level else ())


def _postings(measure: PostingsMeasure, frame: Frame) -> Question:
    """No deeper than the roles that are asked for can be posted; organisations stand to areas of any level."""
    roles = [frame.definitions.roles[key] for key in measure.which.roles]
    in_organisations = not measure.level and (not roles or any(role.organisations for role in roles))
    levels = [measure.level] if measure.level else [level for role in roles for level in role.levels]
    reach = frame.reach([] if in_organisations else levels)
    written = compiled_postings(measure, frame.definitions, reach, in_organisations, frame.on)
    down_to = () if in_organisations else tuple(dict.fromkeys(levels))
    return Question(compiled_statement(written.text), written.values, {}, ever=measure.of_the_past, levels=down_to)


def _chain(chain: Chain, frame: Frame) -> Question:
    left_out = frame.left_out(chain.scope)
    links = [
        {"levels": list(link.levels), "relation": link.relation or None, "kind": link.kind or None, "head": link.head}
        for link in chain.links
    ]
    values = {"links": links, "ends": list(chain.links[-1].levels), "left_out": list(left_out)}
    return Question(CHAIN, values, left_out, levels=tuple(level for link in chain.links for level in link.levels))


def _categories(rules: Prevailing) -> list[dict[str, Any]]:
    return [
        {
            "key": category.key,
            "lineage": list(category.lineage),
            "kinds": list(category.lead_kinds),
            "severity": category.severity,
        }
        for category in rules.categories
    ]


def _at_level(name: str, level: str, frame: Frame) -> Statement:
    """A statement about areas of one level: it has no step of its own to buildings, so that these are one step more."""
    reach = frame.reach([level])
    return statement(name, over=str(reach.over), under=str(reach.under + reach.to_leaves))


async def measure(store: Store, asked: Question, area: str, on: date, after: str, limit: int) -> Measured:
    """Run the measure under `area`; at most `limit` findings after the subject `after`."""
    by_area, findings = await store.read(
        asked.asked, area=area, on=on.isoformat(), after=after, limit=limit, **asked.values
    )
    return Measured(
        tuple(GapCount(unpack.area(row), gaps=row[7], audited=row[6]) for row in sorted(by_area, key=itemgetter(0))),
        tuple(_finding(row) for row in sorted(findings, key=itemgetter(0))),
    )


async def score(store: Store, asked: Question, area: str, on: date) -> tuple[int, int]:
    """How many the measure looks at under `area`, and how many of them fall short; who and where is not planned."""
    looked, _, _ = store.shown(asked.asked).partition(ROLL_UP)
    counting = replace(compiled_statement(looked + SCORED), name=asked.asked.name)
    values = {name: value for name, value in asked.values.items() if f"${name}" in counting.written}
    audited, gaps = await store.read(counting, area=area, on=on.isoformat(), **values)
    return audited, gaps


def _finding(row: unpack.Row) -> Gap:
    return Gap(
        subject=row[0],
        name=row[1],
        area=unpack.area(row[2:8]),
        path="",
        what=row[8],
        required=row[9],
        present=row[10],
        detail=tuple(name for name, _ in row[11]),
        synthetic=any(synthetic for _, synthetic in row[11]),
        since=unpack.day(row[12][0]) if row[12] else None,
    )


async def around(
    store: Store,
    root: str,
    on: date,
    asked: Question | None = None,
    codes: Sequence[str] = (),
    mend: tuple[str, str] = ("", ""),
    tops: Sequence[str] = (),
) -> Around:
    """
    What a page tells besides its gaps, in one statement: of the areas `codes` the path and who could mend a gap there.

    `mend`: a role, and the level above the gap that its post is at; `tops`: levels whose topmost areas are asked for.
    Where what has ended is looked at, too, the ways go on there; if not, it is told what the question does not come
    upon below that, without a question areas of all levels.
    """
    left_out = asked.left_out if asked else {}
    ever = asked is not None and asked.ever
    branches = await store.rows(
        AROUND_ENDED if ever else AROUND,
        area=root,
        on=on.isoformat(),
        tops=list(tops),
        codes=list(codes),
        mend=list(mend),
        left_out=sorted(left_out),
        **({} if ever else {"asked": list(asked.levels if asked else ())}),
    )
    chain, rows, excluded, topmost, incomplete, *rest = (
        [one for some in lists for one in some] for lists in zip(*branches, strict=True)
    )
    return Around(
        tuple(chain),
        {row[0]: ("/".join(row[1]), _mender(mend[0], row[2])) for row in rows},
        tuple(Exclusion(code, name, left_out[code]) for code, name in excluded),
        tuple(topmost),
        tuple(sorted(incomplete)),
        tuple(Lost(code, name, number) for (code, name), number in sorted(zip(*rest, strict=True))),
    )


def _mender(role: str, rows: Sequence[unpack.Row]) -> Mender | None:
    if not rows:
        return None
    name, synthetic = rows[0][6][0] if rows[0][6] else ("", False)
    return Mender(role, unpack.area(rows[0]), name, bool(synthetic))
