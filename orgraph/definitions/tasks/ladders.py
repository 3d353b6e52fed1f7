"""Ladders: who is told when a limit has passed, one step after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.asked import Asked, read_asked, wrong_asked
from orgraph.definitions.tasks.kinds import KINDS
from orgraph.definitions.tasks.stages import check_stages
from orgraph.definitions.titles import Title, read_source, read_title
from orgraph.domain.deadline import Span, Unit, span_of
from orgraph.domain.said import Said, said

LEAD, POST, ORGANISATION = "lead", "post", "organisation"


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step: holders of `roles` in the unit that leads, holders of `roles` at the area of `level` above the place, or
    an organisation of `kinds` that stands to that area. `within` is None for the last step only. It is for tasks that
    have one of these values in each of some `fields`; others skip it.
    """

    title: Title
    of: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...]
    level: str
    within: Span | None
    fields: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in order, for the stages whose limits start it."""

    key: str
    title: Title
    stages: tuple[str, ...]
    steps: tuple[Step, ...]
    source: Title
    under: str = ""


def read_ladder(entry: Entry) -> Ladder:
    """One entry of ladders.yaml; faults for steps that can tell nobody, and for a top that may be vacant."""
    steps = tuple(_step(one) for one in entry.mappings("steps", required=True))
    ladder = Ladder(
        key=entry.key,
        title=read_title(entry),
        stages=entry.texts("stages", required=True),
        steps=steps,
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    for number, step in enumerate(steps, 1):
        if step.within is None and number < len(steps):
            entry.fault(said("step-without-end", number=number), said("mend-step-without-end"))
    if steps and steps[-1].of != ORGANISATION:
        entry.fault(said("top-may-be-vacant"), said("mend-top"))
    if steps and steps[-1].fields:
        entry.fault(said("top-may-be-skipped"), said("mend-leave-out", name=steps[-1].fields[0][0]))
    return ladder


def _step(entry: Entry) -> Step:
    typed = entry.text("within")
    within = span_of(typed) if typed else None
    if typed and within is None:
        entry.fault(said("no-limit", value=typed), said("mend-limit", units=tuple(Unit)), "within")
    step = Step(
        title=read_title(entry),
        of=entry.choice("of", (LEAD, POST, ORGANISATION), required=True),
        roles=entry.refers_all("roles", "roles"),
        kinds=entry.refers_all("kinds", "organisations"),
        level=entry.refers("level", "levels"),
        within=within,
        fields=tuple(read_asked(entry, ("title", "of", "roles", "kinds", "level", "within"))),
    )
    entry.done()
    if step.of in (LEAD, POST) and not step.roles:
        entry.add("roles", list, f"of: {step.of}")
    if step.of == POST and not step.level:
        entry.add("level", str, f"of: {step.of}")
    if step.of == ORGANISATION and not step.kinds:
        entry.add("kinds", list, f"of: {step.of}")
    return step


def check_ladders(ladders: Sequence[Ladder], whole: Whole) -> Iterator[tuple[Ladder, Said, Said]]:
    """Its stages are started, and each step asks of fields what they can be in some kind that has the ladder."""
    yield from check_stages(ladders, whole)
    for one in ladders:
        kinds = [kind for kind in whole.of(KINDS) if kind.ladder == one.key]
        for number, step in enumerate(one.steps, 1):
            who = said("a-step", number=number)
            yield from ((one, *wrong) for wrong in wrong_asked(step.fields, kinds, whole, who))


LADDERS = Section("ladders", read_ladder, rooted=True, check=check_ladders)
