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
from orgraph.domain.area import Area
from orgraph.domain.audit import Exclusion, Finding, GapCount, Mender
from orgraph.domain.time import shifted
from orgraph.domain.trend import Watched
from orgraph.graph import catalogue, unpack
from orgraph.graph.compiling.demands import ROLL_UP, Reach, compiled
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
class Question:
    """
    A statement with the values that an audit's measure gives it; `left_out` maps codes to reasons.

    `ever`: what has ended is looked at, too.
    """

    asked: Statement
    values: Mapping[str, Any]
    left_out: Mapping[str, str]
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure gave: the roll-up, and findings without their surroundings, in order of their subject."""

    by_area: tuple[GapCount, ...]
    findings: tuple[Finding, ...]

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


def question(audit: Audit, root: Area, rules: Prevailing, on: date, whole: bool, by: str = "") -> Question:
    """
    The statement and values for an audit of `root`, where `rules` prevail.

    `whole` audits what the scope leaves out, too; `by` is the level that is rolled up to, by default the audit's own.
    Raises LookupError when a quota or chain does not hold there.
    """
    level = by or audit.by
    asked = _question(audit, root, rules, on, whole, level)
    return replace(asked, values={"by": level, **asked.values})


def _question(audit: Audit, root: Area, rules: Prevailing, on: date, whole: bool, by: str) -> Question:
    definitions = rules.definitions
    match audit.measure:
        case QuotaMeasure() | MustMeasure() as measure:
            return _must(demands(measure, rules), root, rules, on, whole, by)
        case PostingsMeasure() as measure:
            return _postings(measure, root, on, definitions, by)
        case PlacesMeasure() as measure:
            placed = compiled_places(measure, definitions, on)
            return Question(compiled_statement(placed.text), placed.values, {}, ever=True)
        case ChainMeasure(key):
            return _chain(_held(rules.line(key), key), rules, whole)
        case LeadMeasure(level):
            values = {"level": level, "categories": _categories(rules)}
            return Question(_at_level("audits/leads", root, level, by, definitions), values, {})
        case WhistlersMeasure(level):
            blown = [kind for kind in rules.kinds if not kind.admission]
            kinds = [{"key": kind.key, "roles": list(kind.may_blow)} for kind in blown]
            values = {"level": level, "whistles": kinds}
            return Question(_at_level("audits/whistlers", root, level, by, definitions), values, {})
        case ReachableMeasure(kinds):
            return Question(REACHABLE, {"kinds": list(kinds), "roles": list(definitions.duty_roles)}, {})
        case TermsMeasure(roles, days):
            horizon = shifted(on, days).isoformat()
            values = {"roles": list(roles), "horizon": horizon, "leaves": list(definitions.leaf_levels)}
            reach = _reach([], root, by, definitions)
            return Question(statement("audits/terms", over=str(reach.over), under=str(reach.under)), values, {})
        case BackstopMeasure():
            return Question(BACKSTOPS, {}, {})


def demands(measure: QuotaMeasure | MustMeasure, rules: Prevailing) -> MustMeasure:
    """What an audit demands, its own or its quota's as that prevails. Raises LookupError if it does not."""
    if isinstance(measure, MustMeasure):
        return measure
    held: Quota = _held(rules.quota(measure.quota), measure.quota)
    return held.measure


async def watched(
    store: Store,
    measure: MustMeasure,
    root: Area,
    rules: Prevailing,
    days: Sequence[date],
    whole: bool,
) -> tuple[Watched, ...]:
    """All that a trend over `days` needs, in one statement."""
    subject, definitions = measure.subject, rules.definitions
    left_out = _left_out(subject.scope, rules, whole)
    depth = _depth(root, subject.level, definitions) if subject.level else definitions.max_depth
    return await watched_over(store, measure, root.code, depth, list(left_out), days, definitions)


def _held(found: Quota | Chain | None, key: str) -> Any:
    if found is None:
        raise LookupError(key)
    return found


def _must(measure: MustMeasure, root: Area, rules: Prevailing, on: date, whole: bool, by: str) -> Question:
    left_out, definitions = _left_out(measure.subject.scope, rules, whole), rules.definitions
    level = measure.subject.level
    found = compiled(measure, definitions, _reach([level] if level else [], root, by, definitions), list(left_out), on)
    return Question(compiled_statement(found.text), found.values, left_out)


def _postings(measure: PostingsMeasure, root: Area, on: date, definitions: Definitions, by: str) -> Question:
    """No deeper than the roles that are asked for can be posted; organisations stand to areas of any level."""
    roles = [definitions.roles[key] for key in measure.which.roles]
    in_organisations = not measure.level and (not roles or any(role.organisations for role in roles))
    levels = [measure.level] if measure.level else [level for role in roles for level in role.levels]
    reach = _reach([] if in_organisations else levels, root, by, definitions)
    written = compiled_postings(measure, definitions, reach, in_organisations, on)
    return Question(compiled_statement(written.text), written.values, {}, ever=measure.of_the_past)


def _chain(chain: Chain, rules: Prevailing, whole: bool) -> Question:
    left_out = _left_out(chain.scope, rules, whole)
    links = [
        {"levels": list(link.levels), "relation": link.relation or None, "kind": link.kind or None, "head": link.head}
        for link in chain.links
    ]
    values = {"links": links, "ends": list(chain.links[-1].levels), "left_out": list(left_out)}
    return Question(CHAIN, values, left_out)


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


def _at_level(name: str, root: Area, level: str, by: str, definitions: Definitions) -> Statement:
    """A statement about areas of one level: it has no step of its own to buildings, so that these are one step more."""
    reach = _reach([level], root, by, definitions)
    return statement(name, over=str(reach.over), under=str(reach.under + reach.to_leaves))


def _reach(asked: Sequence[str], root: Area, by: str, definitions: Definitions) -> Reach:
    """What is no deeper below the root than levels (none: all) lie, cut at the level that is rolled up to."""
    levels = definitions.levels
    to_leaves = not asked or any(levels[key].leaf for key in asked)
    passed = [key for key, level in levels.items() if not level.leaf] if to_leaves else asked
    depth = max(_depth(root, key, definitions) for key in passed)
    over = min(depth, _depth(root, by, definitions))
    return Reach(over, depth - over, to_leaves)


def _depth(root: Area, level: str, definitions: Definitions) -> int:
    """How many steps below the root a level lies at most."""
    levels = definitions.levels
    return max(0, levels[level].rank - levels[root.level].rank)


def _left_out(scope: str, rules: Prevailing, whole: bool) -> Mapping[str, str]:
    """Codes that a scope leaves out, with the reasons; none where all is audited."""
    found = rules.scope(scope) if scope else None
    return found.left_out if found and not whole else {}


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


def _finding(row: unpack.Row) -> Finding:
    return Finding(
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
    codes: Sequence[str],
    mend: tuple[str, str],
    left_out: Mapping[str, str],
    tops: Sequence[str],
    *,
    ever: bool = False,
) -> Around:
    """
    What a page tells besides its gaps, in one statement: of the areas `codes` the path and who could mend a gap there.

    `mend`: a role, and the level above the gap that its post is at; `tops`: levels whose topmost areas are asked for.
    With `ever` the ways go on where something on them has ended.
    """
    tomorrow = {"tomorrow": shifted(on, 1).isoformat()} if ever else {}
    chain, rows, excluded, topmost, incomplete = await store.read(
        AROUND_ENDED if ever else AROUND,
        area=root,
        on=on.isoformat(),
        codes=list(codes),
        role=mend[0],
        level=mend[1],
        left_out=sorted(left_out),
        tops=list(tops),
        **tomorrow,
    )
    return Around(
        tuple(chain),
        {row[0]: ("/".join(row[1]), _mender(mend[0], row[2])) for row in rows},
        tuple(Exclusion(code, name, left_out[code]) for code, name in excluded),
        tuple(topmost),
        tuple(sorted(incomplete)),
    )


def _mender(role: str, rows: Sequence[unpack.Row]) -> Mender | None:
    if not rows:
        return None
    name, synthetic = rows[0][6][0] if rows[0][6] else ("", False)
    return Mender(role, unpack.area(rows[0]), name, bool(synthetic))
