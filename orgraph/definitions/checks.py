"""Checks over all files together: references to nothing, cycles, levels out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orgraph.definitions.demands.requirements import AreaCount, MustMeasure, PostCount
from orgraph.definitions.graph_model import GraphModel
from orgraph.definitions.source import Reading
from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.findings import Finding
from orgraph.definitions.tasks.ladders import Ladder
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.tasks.limits import Calendar, Deadlines
from orgraph.definitions.words.categories import RawCategory
from orgraph.definitions.words.kinds import Role
from orgraph.definitions.words.levels import Level

Staged = Ladder | Finding
"""Entries that name stages."""

Places = Mapping[tuple[str, str, str], tuple[str, int]]
"""Where each (section, key, under) was defined: file and line."""


def check_all(
    reading: Reading, sections: Mapping[str, Sequence[Any]], graph: GraphModel | None, places: Places
) -> None:
    """Add to the faults of `reading` what only shows when everything has been read."""
    known = {section: {item.key for item in items} for section, items in sections.items()}
    if graph is not None:
        known["nodes"] = set(graph.nodes)
        known["relationships"] = set(graph.relationships)
    for reference in reading.references:
        keys = known.get(reference.section, set())
        if reference.key not in keys:
            reading.faults.add(
                reference.file,
                reference.line,
                f"{reference.key!r} is not among the {reference.section}",
                f"define it, or use {_some(keys)}",
            )
    _check_category_cycles(reading, sections.get("categories", ()), places)
    _check_level_order(reading, sections.get("levels", ()), places)
    _check_demands(reading, sections, places)
    _check_limits(reading, sections.get("lifecycle", ()), sections.get("deadlines", ()), places)
    _check_calendars(reading, sections.get("deadlines", ()), sections.get("calendars", ()), places)
    for section in ("ladders", "findings"):
        _check_stages(reading, section, sections.get("lifecycle", ()), sections.get(section, ()), places)
    for campaign in sections.get("campaigns", ()):
        _check_campaign(reading, campaign, sections, places)


def _check_campaign(
    reading: Reading, campaign: Campaign, sections: Mapping[str, Sequence[Any]], places: Places
) -> None:
    """What a campaign overrides is checked as what stands in a file of its own, and told at the campaign's line."""
    at = places[("campaigns", campaign.key, campaign.under)]
    here = {(section, one.key, one.under): at for section, some in campaign.overrides.items() for one in some}
    lifecycles = sections.get("lifecycle", ())
    instead = {**dict.fromkeys(("audits", "quotas"), ()), **campaign.overrides}
    _check_demands(reading, {**sections, **instead}, here)
    _check_limits(reading, lifecycles, instead.get("deadlines", ()), here)
    _check_calendars(reading, instead.get("deadlines", ()), sections.get("calendars", ()), here)
    for section in ("ladders", "findings"):
        _check_stages(reading, section, lifecycles, instead.get(section, ()), here)


def _check_demands(reading: Reading, sections: Mapping[str, Sequence[Any]], places: Places) -> None:
    """What an audit or a quota demands can be there: a role is posted at such places, a level lies below."""
    roles = {role.key: role for role in sections.get("roles", ())}
    ranks = {level.key: level.rank for level in sections.get("levels", ())}
    measures = [("audits", one, one.measure) for one in sections.get("audits", ())]
    measures += [("quotas", one, one.measure) for one in sections.get("quotas", ())]
    for section, one, measure in measures:
        if isinstance(measure, MustMeasure):
            file, line = places[(section, one.key, one.under)]
            for problem, remedy in _impossible(measure, roles, ranks):
                reading.faults.add(file, line, f"{one.key}: {problem}", remedy)


def _impossible(measure: MustMeasure, roles: Mapping[str, Role], ranks: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    subject = measure.subject
    for demand in (*measure.must, *subject.having, *subject.without):
        level = demand.balance.over if demand.balance else subject.level
        for count in filter(None, (demand.count, demand.percent_of)):
            if isinstance(count, PostCount) and count.roles and roles.keys() >= set(count.roles):
                yield from _nobody(count, [roles[key] for key in count.roles], level, ranks)
            elif isinstance(count, AreaCount) and not _may_lie_below(count.level, subject.level, ranks):
                yield f"no {count.level} lies below a {subject.level}", "name a level below"


def _may_lie_below(level: str, above: str, ranks: Mapping[str, int]) -> bool:
    """Whether a level may lie below another; one that is not known has a fault of its own."""
    return not {level, above} <= ranks.keys() or ranks[level] > ranks[above]


def _nobody(count: PostCount, roles: Sequence[Role], level: str, ranks: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """That none of some roles is posted where it is asked for: at a level or above it, or in organisations."""
    asked = " or ".join(count.roles)
    if not level and not any(role.organisations for role in roles):
        yield f"nobody is posted as {asked} in an organisation", "name other roles"
    at = {key for role in roles for key in role.levels}
    near = range(ranks[level] - count.up, ranks[level] + 1) if level in ranks else ()
    if level in ranks and not any(ranks.get(key) in near for key in at):
        remedy = f"ask for it at a {_some(at)}, or name other roles"
        yield f"nobody is posted as {asked} at a {level}", remedy


def _check_limits(
    reading: Reading, lifecycles: Sequence[Lifecycle], deadlines: Sequence[Deadlines], places: Places
) -> None:
    """Each stage whose clock a lifecycle starts has a limit, and no limit is for a stage that there is not."""
    stages = {stage for lifecycle in lifecycles for stage in lifecycle.stages()}
    for one in deadlines:
        file, line = places[("deadlines", one.key, one.under)]
        for stage in sorted(stages - set(one.stages)):
            reading.faults.add(file, line, f"{one.key}: no limit for the stage {stage!r}", f"add {stage}: under stages")
        for stage in sorted(set(one.stages) - stages):
            known = ", ".join(sorted(stages))
            reading.faults.add(file, line, f"{one.key}: no clock {stage!r} is ever started", f"use one of {known}")


def _check_calendars(
    reading: Reading, deadlines: Sequence[Deadlines], calendars: Sequence[Calendar], places: Places
) -> None:
    """Limits that hold everywhere count in a calendar that does."""
    general = {one.key for one in calendars if not one.under}
    rooted = {one.key: one.under for one in calendars if one.under}
    for one in deadlines:
        if not one.under and one.calendar in rooted and one.calendar not in general:
            file, line = places[("deadlines", one.key, one.under)]
            problem = f"{one.key}: the calendar {one.calendar!r} holds under {rooted[one.calendar]} only"
            reading.faults.add(file, line, problem, "define one without under, or give these limits the same under")


def _check_stages(
    reading: Reading, section: str, lifecycles: Sequence[Lifecycle], entries: Sequence[Staged], places: Places
) -> None:
    """What waits for the limit of a stage waits for one whose clock is started."""
    stages = {stage for lifecycle in lifecycles for stage in lifecycle.stages()}
    for one in entries:
        file, line = places[(section, one.key, one.under)]
        for stage in one.stages:
            if stage not in stages:
                known = ", ".join(sorted(stages))
                reading.faults.add(file, line, f"{one.key}: no clock {stage!r} is ever started", f"use one of {known}")


def _some(keys: set[str]) -> str:
    shown = sorted(keys)[:8]
    return ", ".join(shown) + (" …" if len(keys) > len(shown) else "") if shown else "none, as none is defined"


def _check_category_cycles(reading: Reading, categories: Sequence[RawCategory], places: Places) -> None:
    parents = {category.key: category.parent for category in categories}
    for category in categories:
        way = [category.key]
        while (parent := parents.get(way[-1], "")) and parent not in way:
            way.append(parent)
        if parent == category.key:
            file, line = places[("categories", category.key, category.under)]
            reading.faults.add(file, line, f"cycle of parents: {' → '.join([*way, parent])}", "remove one parent")


def _check_level_order(reading: Reading, levels: Sequence[Level], places: Places) -> None:
    """Ranks must grow downward: that alone keeps the tree of levels free of cycles. A leaf lies within no leaf."""
    ranks = {level.key: level.rank for level in levels}
    leaves = {level.key for level in levels if level.leaf}
    for level in levels:
        for above in level.within:
            if ranks.get(above, 0) >= level.rank:
                file, line = places[("levels", level.key, "")]
                problem = f"{level.key} (rank {level.rank}) lies within {above} (rank {ranks[above]})"
                reading.faults.add(file, line, problem, "a level lies within levels of a smaller rank: mend one rank")
            if level.leaf and above in leaves:
                file, line = places[("levels", level.key, "")]
                problem = f"{level.key} lies within {above}, and both are leaves"
                reading.faults.add(file, line, problem, "buildings are counted once: take leaf from one of the two")
