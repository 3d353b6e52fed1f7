"""A kind of task and its life in sentences: who opens it, its limits, and state by state what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from orgraph.cli.render.guide import guide_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.kind_life import KindLife, StateLife, done_in
from orgraph.definitions.prevailing import backstop_kinds
from orgraph.definitions.tasks.fields import TODAY, Field
from orgraph.definitions.tasks.keeping import Keeping
from orgraph.definitions.tasks.ladders import LEAD, POST, Step
from orgraph.definitions.tasks.lifecycle import (
    BACKSTOP,
    FIELD,
    INTO,
    PASSED,
    SETS,
    UNIT,
    ActionRule,
    Clocks,
    Condition,
    Entrance,
    Need,
    Relation,
    State,
    Way,
)
from orgraph.definitions.tasks.limits import Limit
from orgraph.domain.action import Obstacle


def kind_lines(life: KindLife, speech: Speech) -> list[str]:
    """The kind, how it begins, its limits and ladder, who acts, each state with its actions, where it comes from."""
    return [
        *_opening(life, speech),
        *(speech("kind-begins", begins=begun_in(one, speech)) for one in (life.begins,)),
        *(speech("kind-child", begins=begun_in(one, speech)) for one in life.child),
        *_serving(life, speech),
        *_limits(life, speech),
        *_ladder(life, speech),
        speech("kind-parties"),
        *(speech("kind-party", party=one.title(speech.lang), is_=_stands(one, life, speech)) for one in life.relations),
        *(line for one in life.states for line in ("", *_state(one, life, speech))),
        *_barred(life, speech),
        "",
        speech("explain-source", source=life.source(speech.lang)),
    ]


def heading(life: KindLife, speech: Speech) -> str:
    """The title and key of the kind, and the area that it holds under."""
    title = life.kind.title(speech.lang)
    if life.under:
        return speech("kind-heading-under", title=title, kind=life.kind.key, under=life.under)
    return speech("kind-heading", title=title, kind=life.kind.key)


def opened_by(life: KindLife, speech: Speech) -> str:
    """Who may open one."""
    return speech("kind-opened-by", roles=speech.joined([speech.role(one) for one in life.kind.opened_by]))


def begun_in(entrance: Entrance, speech: Speech) -> str:
    """In which state a task begins, with whom, and which clocks start."""
    if BACKSTOP in entrance.intake:
        whom = speech("kind-with-backstop")
    elif entrance.intake:
        whom = speech("kind-with", kinds=_or([speech.organisation_kind(one) for one in entrance.intake], speech))
    else:
        whom = speech("kind-with-routed")
    clocks = [speech("kind-starts", stages=_stages(entrance.starts, speech))] if entrance.starts else []
    return speech("clause-separator").join([speech.state(entrance.state), whom, *clocks])


def limits_of(limits: Sequence[Limit], life: KindLife, speech: Speech) -> str:
    """The limits of a stage, each with the tasks that it is for."""
    return speech("clause-separator").join(_limit(one, life, speech) for one in limits)


def way_lines(rule: ActionRule, life: KindLife, speech: Speech) -> Iterator[tuple[str, str]]:
    """Each way that an action may go: when, empty: always or else, and the state that it leads to, empty: it stays."""
    for way in rule.ways:
        yield speech.joined([_condition(one, life, speech) for one in way.when]), way.to


def _opening(life: KindLife, speech: Speech) -> Iterator[str]:
    kind = life.kind
    yield heading(life, speech)
    yield speech.of("kind-door", kind.door or "none", kind=kind.key)
    yield opened_by(life, speech)
    if kind.categories:
        yield speech("kind-categories", categories=_or([speech.category(one) for one in kind.categories], speech))
    if kind.must_carry:
        yield speech("kind-carried", fields=_fields(kind.must_carry, speech))
    if kind.fields:
        yield speech("kind-fields")
        yield from (speech("kind-field", field=_field(one, speech)) for one in kind.fields)
    if kind.keeps:
        yield speech("kind-keeps", kept=speech.joined([_keeping(one, speech) for one in kind.keeps]))
    if kind.severity_at_least > 1:
        yield speech("kind-severity", severity=kind.severity_at_least)
    if kind.work_first:
        yield speech("kind-work-first")
    if kind.once:
        yield speech("kind-once")
    if kind.afterwards:
        yield speech("kind-afterwards", span=speech.span(kind.afterwards))
    if kind.grace:
        yield speech("kind-grace", span=speech.span(kind.grace))


def _field(one: Field, speech: Speech) -> str:
    """A field with its type, its choices and its bounds, and when it is asked for."""
    said = [speech.of("field-type", one.type.value)]
    said += (
        [speech("kind-field-of", choices=_or([choice.title(speech.lang) for choice in one.of], speech))]
        if one.of
        else []
    )
    said += [speech("kind-field-least", number=one.at_least)] if one.at_least is not None else []
    said += [speech("kind-field-most", number=one.at_most)] if one.at_most is not None else []
    if one.not_before:
        other = speech("kind-field-today") if one.not_before == TODAY else speech.field(one.not_before)
        said.append(speech("kind-field-before", other=other))
    said += [speech("kind-field-required")] if one.required else []
    said += [speech("kind-field-later")] if one.later else []
    return speech("field", field=f"{one.title(speech.lang)} (--{one.name})", value=speech.joined(said))


def _keeping(one: Keeping, speech: Speech) -> str:
    span = speech("kept-years", count=one.count) if one.years else speech("kept-days", count=one.count)
    return speech.of("kept", one.what, span=span)


def _serving(life: KindLife, speech: Speech) -> Iterator[str]:
    """Who takes it for what it has in its fields, before whoever the routing finds."""
    if life.serving:
        yield speech("kind-sent-by-fields")
    for row in life.serving:
        where = speech.joined([asked_of(name, values, life, speech) for name, values in row.fields])
        kinds = _or([speech.organisation_kind(one) for one in row.kinds], speech)
        at = speech("explain-at-level", level=speech.level(row.level)) if row.level else ""
        yield speech("kind-sent", where=where, kinds=kinds + at)


def _limits(life: KindLife, speech: Speech) -> Iterator[str]:
    if life.profile is None:
        yield speech("kind-no-limits")
        return
    calendar = life.profile.calendar
    found = next((one for one in speech.definitions.calendars if one.key == calendar), None)
    titled = found.title(speech.lang) if found else calendar
    yield speech("kind-limits", title=life.profile.title(speech.lang), profile=life.profile.key, calendar=titled)
    for stage, limits in life.limits.items():
        said = limits_of(limits, life, speech) or speech("kind-no-limit")
        yield speech("kind-limit", stage=speech.stage(stage), limits=said)


def _limit(one: Limit, life: KindLife, speech: Speech) -> str:
    span = speech.span(one.limit)
    where = [speech.category(key) for key in one.categories]
    where += [speech("kind-from-severity", severity=one.severity_from)] if one.severity_from > 1 else []
    where += [asked_of(name, values, life, speech) for name, values in one.fields]
    return speech("kind-limit-where", limit=span, where=speech.joined(where)) if where else span


def _ladder(life: KindLife, speech: Speech) -> Iterator[str]:
    ladder = life.ladder
    waits = [stage for stage in life.limits if ladder and stage in ladder.stages]
    if ladder is None or not waits:
        yield speech("kind-no-ladder")
        return
    yield speech("kind-ladder", title=ladder.title(speech.lang), ladder=ladder.key, stages=_stages(waits, speech))
    for number, step in enumerate(ladder.steps, 1):
        within = speech("kind-step-within", span=speech.span(step.within)) if step.within else ""
        yield speech("kind-step", number=number, who=_step(step, life, speech), within=within)


def _step(step: Step, life: KindLife, speech: Speech) -> str:
    where = speech.joined([asked_of(name, values, life, speech) for name, values in step.fields])
    return speech("kind-step-for", who=_told(step, speech), where=where) if where else _told(step, speech)


def _told(step: Step, speech: Speech) -> str:
    roles = _or([speech.role(one) for one in step.roles], speech)
    if step.of == LEAD:
        return speech("kind-step-lead", title=step.title(speech.lang), roles=roles)
    if step.of == POST:
        return speech("kind-step-post", title=step.title(speech.lang), roles=roles)
    return step.title(speech.lang)


def _stands(one: Relation, life: KindLife, speech: Speech) -> str:
    if one.serves:
        kinds = one.kinds or backstop_kinds(speech.definitions)
        return speech("kind-serves", kinds=_or([speech.organisation_kind(kind) for kind in kinds], speech))
    if one.above_lead:
        return speech("kind-above-lead")
    if one.roles:
        return speech("kind-post", roles=_or([speech.role(role) for role in one.roles], speech))
    if one.above_all_of:
        filled = {name for rule in life.actions.values() for name, _ in rule.remembers}
        of = [speech.memory(name) for name in one.above_all_of if name in filled]
        return speech("kind-above-all", memories=speech.joined(of))
    return _among(one.past, life, speech)


def _among(name: str, life: KindLife, speech: Speech) -> str:
    return speech.of("kind-is", name) if name in SETS else speech("kind-remembered", memory=speech.memory(name))


def counted(state: State, speech: Speech) -> list[str]:
    """What supervision counts a state as, and the outcome that it has."""
    said = [speech("kind-counts", as_=speech.of("counts-as", state.counts_as))] if state.counts_as else []
    return said + ([speech("kind-outcome", as_=speech.of("outcome", state.outcome))] if state.outcome else [])


def _state(one: StateLife, life: KindLife, speech: Speech) -> Iterator[str]:
    state = one.state
    said = [speech("kind-final")] if state.final else []
    said += counted(state, speech)
    for clock in one.clocks:
        stage = speech.stage(clock.stage)
        said.append(speech("kind-clock-paused", stage=stage) if clock.paused else speech("kind-clock", stage=stage))
    title = state.title(speech.lang)
    yield (
        speech("kind-state-said", state=title, said=speech.joined(said)) if said else speech("kind-state", state=title)
    )
    yield from guide_lines(state.guide, speech, indent="  ")
    for rule in done_in(one, life):
        yield from _action(rule, life, speech)
    if not one.actions:
        yield speech("kind-no-action")


def _action(rule: ActionRule, life: KindLife, speech: Speech) -> Iterator[str]:
    """Who may and what comes of it, then a line with what it asks and does."""
    who = who_may(rule, speech)
    yield speech("kind-action", action=rule.title(speech.lang), who=who, to=_to(rule, life, speech))
    said = [*_asks(rule, life, speech), *_does(rule, life, speech)]
    if said:
        yield speech("kind-action-more", said=speech("clause-separator").join(said))


def who_may(rule: ActionRule, speech: Speech) -> str:
    """The relations that may act, and those that may not although they have another."""
    who = speech.joined([speech.relation(one) for one in rule.who])
    never = speech.joined([speech.relation(one) for one in rule.never])
    return speech("kind-never", who=who, never=never) if never else who


def _to(rule: ActionRule, life: KindLife, speech: Speech) -> str:
    parts = []
    for when, to in way_lines(rule, life, speech):
        state = speech.state(to) if to else speech("kind-stays")
        parts.append(speech("kind-when", when=when, to=state) if when else state)
    return speech("clause-separator").join(parts)


def _condition(one: Condition, life: KindLife, speech: Speech) -> str:
    if one.at_least:
        return speech("kind-at-least", memory=speech.memory(one.of), count=one.at_least)
    if one.of == PASSED:
        return speech.joined([speech.of("check", "passed" if value else "not-passed") for value in one.values])
    return asked_of(one.of, one.values, life, speech)


def asked_of(name: str, values: Sequence[str | bool], life: KindLife, speech: Speech) -> str:
    """A field with the values of which it is asked to have one."""
    field = life.kind.field(name)
    titles = {choice.key: choice.title(speech.lang) for choice in field.of} if field else {}
    words = [_value(one, titles, speech) for one in values]
    return speech("kind-asked", field=speech.field(name), value=_or(words, speech))


def _value(value: str | bool, titles: Mapping[str, str], speech: Speech) -> str:
    if isinstance(value, bool):
        return speech.of("truth", "yes" if value else "no")
    return titles.get(value, value)


def _asks(rule: ActionRule, life: KindLife, speech: Speech) -> Iterator[str]:
    if rule.required:
        yield speech("kind-carries", fields=_fields(rule.required, speech))
    for name, relations in rule.required_from.items():
        who = speech.joined([speech.relation(one) for one in relations])
        yield speech("kind-carries-from", fields=_fields((name,), speech), who=who)
    if rule.optional:
        yield speech("kind-may-carry", fields=_fields(rule.optional, speech))
    if rule.within:
        yield speech("kind-within", stage=speech.stage(rule.within))
    for need in rule.needs:
        if need.word == FIELD:
            said = asked_of(need.of, need.values, life, speech)
            yield speech("kind-not-if-field", field=said) if need.unless else speech("kind-only-if-field", field=said)
        elif need.word != "work_first":
            yield speech("kind-not-if", obstacle=obstacle_of(need, speech))


def obstacle_of(need: Need, speech: Speech) -> str:
    """What stands in the way where a need is not met, in the words in which an action is refused."""
    own = need.title is not None and need.obstacle is Obstacle.UNMET
    return need.title(speech.lang) if own and need.title else speech.of("obstacle", need.obstacle.value)


def _does(rule: ActionRule, life: KindLife, speech: Speech) -> Iterator[str]:
    if rule.lead:
        yield speech("kind-lead-unit") if rule.lead == UNIT else speech("kind-lead-routed")
    if rule.keeps_lead:
        yield speech("kind-keeps-lead")
    if rule.adds_helper:
        yield speech("kind-adds-helper")
    if rule.removes_helper:
        yield speech("kind-removes-helper")
    for memory, values in rule.remembers:
        what = speech.joined([speech.of("kind-value", value) for value in values])
        yield speech("kind-remembers", memory=speech.memory(memory), what=what)
    if rule.proposes:
        yield speech("kind-proposes", by=speech.proposal(rule.proposes.by), into=speech.memory(rule.proposes.into))
    if rule.sets:
        yield speech("kind-sets", fields=_fields(rule.sets, speech))
    if rule.forgets:
        yield speech("kind-forgets", memories=speech.joined([speech.memory(one) for one in rule.forgets]))
    if rule.opens:
        yield speech("kind-opens")
    if rule.joins:
        yield speech("kind-joins", into=speech.of("carry", INTO))
    if rule.keeps_precedent:
        yield speech("kind-precedent")
    yield from _clocks_of_ways(rule.ways, life, speech)


def _clocks_of_ways(ways: Sequence[Way], life: KindLife, speech: Speech) -> Iterator[str]:
    """What the clocks do; where the ways differ, of each with its condition."""
    alike = len({repr(way.clocks) for way in ways}) == 1
    for way in ways[:1] if alike else ways:
        done = list(_clocks(way.clocks, life, speech))
        if done and not alike:
            when = speech.joined([_condition(one, life, speech) for one in way.when]) or speech("kind-else")
            yield speech("kind-when", when=when, to=speech.joined(done))
        else:
            yield from done


def _clocks(clocks: Clocks, life: KindLife, speech: Speech) -> Iterator[str]:
    if clocks.starts:
        yield speech("kind-starts", stages=_stages(clocks.starts, speech))
    if clocks.stops:
        stages = _stages(clocks.stops, speech)
        yield speech("kind-stops-when", stages=stages) if clocks.happened else speech("kind-stops", stages=stages)
    if clocks.pauses:
        yield speech("kind-pauses", stages=_stages(clocks.pauses, speech))
    if clocks.resumes:
        yield speech("kind-resumes", stages=_stages(clocks.resumes, speech))
    for stage, memory in (clocks.extends or {}).items():
        yield speech("kind-extends", stage=speech.stage(stage), memory=speech.memory(memory))


def _barred(life: KindLife, speech: Speech) -> Iterator[str]:
    if life.barred:
        yield ""
    for one in life.barred:
        yield speech("kind-barred", action=speech.action(one.action), obstacle=obstacle_of(one.need, speech))


def _fields(keys: Iterable[str], speech: Speech) -> str:
    return speech.joined([speech.field(key) for key in keys])


def _stages(stages: Iterable[str], speech: Speech) -> str:
    return speech.joined([speech.stage(one) for one in stages])


def _or(titles: Sequence[str], speech: Speech) -> str:
    return speech("explain-or").join(titles)
