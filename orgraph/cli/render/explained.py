"""What an audit demands, in words; and the statement that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orgraph.cli.speech import Speech
from orgraph.definitions.demands.audits import (
    Audit,
    BackstopMeasure,
    LeadMeasure,
    Measure,
    ReachableMeasure,
    TermsMeasure,
    WhistlersMeasure,
)
from orgraph.definitions.demands.place_rules import PlacesMeasure
from orgraph.definitions.demands.posting_rules import (
    BegunPresent,
    NoLongerThan,
    NotWith,
    PlaceThere,
    PostingRule,
    PostingsMeasure,
    Visited,
)
from orgraph.definitions.demands.quotas import Chain, Link
from orgraph.definitions.demands.requirements import (
    MOST,
    AreaCount,
    Count,
    MustMeasure,
    OrganisationCount,
    PostCount,
    RecordCount,
    Requirement,
    Subject,
)
from orgraph.domain.track_record import SUCCESS_RATE


def explained_lines(audit: Audit, demands: Measure | Chain, statement: str, speech: Speech) -> list[str]:
    """The audit's title, what it looks at, a line a demand, where it comes from, and its statement."""
    return [audit.title(speech.lang), *demand_lines(audit, demands, speech), "", *statement.splitlines()]


def demand_lines(audit: Audit, demands: Measure | Chain, speech: Speech) -> list[str]:
    """What an audit looks at, a line a demand, where it comes from."""
    return [*_told(demands, speech), speech("explain-source", source=audit.source(speech.lang))]


def _told(demands: Measure | Chain, speech: Speech) -> list[str]:
    """What a measure demands."""
    match demands:
        case MustMeasure():
            return _musts(demands, speech)
        case PostingsMeasure():
            subject = speech("explain-each", subject=_posted(demands, speech))
            rules = [speech("explain-rule", rule=_rule(rule, speech)) for _, rule in demands.must]
            return [subject, *rules]
        case PlacesMeasure():
            subject = speech("explain-each", subject=_standing(demands, speech))
            return [subject, speech("explain-rule", rule=speech.of("explain-there", demands.what))]
        case Chain(links=links):
            return [speech("explain-chain"), *(_link(link, speech) for link in links)]
        case LeadMeasure(level):
            return [speech("explain-leads", level=speech.level(level))]
        case WhistlersMeasure(level):
            return [speech("explain-whistlers", level=speech.level(level))]
        case ReachableMeasure(kinds):
            which = _or(kinds, speech.organisation_kind, speech) or speech("explain-with-phone")
            return [speech("explain-reachable", which=which)]
        case TermsMeasure(roles, days):
            return [speech("explain-terms", which=_roles(roles, speech), days=days)]
        case BackstopMeasure():
            return [speech("explain-backstops")]
    return []


def _musts(demands: MustMeasure, speech: Speech) -> list[str]:
    lines = [speech("explain-each", subject=_subject(demands.subject, speech))]
    lines += [speech("explain-only", demand=_demand(one, speech)) for one in demands.subject.having]
    lines += [speech("explain-not", demand=_demand(one, speech)) for one in demands.subject.without]
    return [*lines, *(speech("explain-must", demand=_demand(one, speech)) for one in demands.must)]


def _posted(measure: PostingsMeasure, speech: Speech) -> str:
    which = speech("explain-posting", which=_post(measure.which, speech))
    at = speech("explain-at-level", level=speech.level(measure.level)) if measure.level else ""
    return which + at


def _standing(measure: PlacesMeasure, speech: Speech) -> str:
    kinds = _or(measure.kinds, speech.organisation_kind, speech) or speech("explain-any-unit")
    types = _or(measure.types, lambda one: speech.of("relation", one), speech)
    return speech.of("explain-standing", measure.what, kinds=kinds, types=types)


def _rule(rule: PostingRule, speech: Speech) -> str:
    match rule:
        case Visited(days):
            return speech("explain-visited-within", days=days) if days else speech("explain-visited")
        case NotWith(roles, another):
            words = _roles(roles, speech)
            elsewhere = speech("explain-another", level=speech.level(another)) if another else ""
            return speech("explain-not-with", roles=words, elsewhere=elsewhere)
        case BegunPresent():
            return speech("explain-begun-present")
        case PlaceThere():
            return speech("explain-place-there")
        case NoLongerThan(years):
            return speech("explain-at-most-years", years=years)


def _link(link: Link, speech: Speech) -> str:
    levels, head = _or(link.levels, speech.level, speech), speech.role(link.head)
    if not link.relation:
        return speech("explain-link", levels=levels, head=head)
    unit = _unit(OrganisationCount(link.relation, (link.kind,)), speech)
    return speech("explain-link-unit", levels=levels, unit=unit, head=head)


def _roles(roles: Sequence[str], speech: Speech) -> str:
    return _or(roles, speech.role, speech) or speech("explain-any-post")


def _subject(subject: Subject, speech: Speech) -> str:
    titled = speech.area_kind if subject.level else speech.organisation_kind
    kinds = [titled(kind) for kind in subject.kinds]
    if not subject.level:
        at = speech("explain-at-level", level=speech.level(subject.at)) if subject.at else ""
        return speech.joined(kinds) + at
    level = speech.level(subject.level)
    return speech("explain-of-kinds", level=level, kinds=speech.joined(kinds)) if kinds else level


def _demand(asked: Requirement, speech: Speech) -> str:
    if isinstance(asked.count, OrganisationCount) and asked.count.itself:
        return _itself(asked.count, speech)
    counted = _counted(asked.count, speech)
    if asked.balance:
        over = speech.level(asked.balance.over)
        apart = speech("explain-ratio") if asked.balance.ratio else speech("explain-difference")
        return speech("explain-balanced", what=counted, over=over, apart=apart, most=asked.at_most)
    bounds = _bounds(asked, counted, speech)
    if asked.percent_of:
        of = speech("explain-percent-of", what=_counted(asked.percent_of, speech))
        return speech("clause-separator").join([bounds, of])
    if asked.per:
        per = speech.of("explain-per", asked.per, count=asked.per_so_many)
        return speech("clause-separator").join([bounds, per])
    return bounds


def _counted(count: Count, speech: Speech) -> str:
    if isinstance(count, AreaCount):
        return _area(count, speech)
    if isinstance(count, RecordCount):
        return _record(count, speech)
    counted = _post(count, speech) if isinstance(count, PostCount) else _unit(count, speech)
    return speech("explain-up", what=counted, steps=count.up) if count.up else counted


def _bounds(asked: Requirement, what: str, speech: Speech) -> str:
    of = "of-posts" if isinstance(asked.count, PostCount) and not asked.percent_of else "of-things"
    if isinstance(asked.count, RecordCount):
        of = "of-per-mille" if asked.count.of == SUCCESS_RATE else "of-matters"
    if asked.at_least == asked.at_most:
        return speech.of("explain-exactly", of, count=asked.at_least, what=what)
    if asked.at_most == MOST:
        return speech.of("explain-at-least", of, count=asked.at_least, what=what)
    if not asked.at_least:
        return speech.of("explain-at-most", of, count=asked.at_most, what=what)
    return speech.of("explain-between", of, least=asked.at_least, most=asked.at_most, what=what)


def _post(count: PostCount, speech: Speech) -> str:
    said = [_or(count.roles, speech.role, speech), _or(count.professions, speech.profession, speech)]
    said += [_or(count.tiers, speech.tier, speech), speech.employment(count.employment) if count.employment else ""]
    if count.principal is not None:
        said.append(speech("explain-principal") if count.principal else speech("explain-not-principal"))
    if count.on_duty:
        said.append(speech("explain-on-duty"))
    if count.within_days:
        said.append(speech("explain-within-days", days=count.within_days))
    return speech.joined([one for one in said if one]) or speech("explain-anybody")


def _unit(count: OrganisationCount, speech: Speech) -> str:
    kinds = _or(count.kinds, speech.organisation_kind, speech) or speech("explain-any-unit")
    relation = speech.of("explain-outward" if count.outward else "relation", count.relation)
    return speech.joined([speech("explain-related", kinds=kinds, relation=relation), *_of_what(count, speech)])


def _itself(count: OrganisationCount, speech: Speech) -> str:
    kinds = _or(count.kinds, speech.organisation_kind, speech)
    what = speech.joined([one for one in (kinds, *_of_what(count, speech)) if one])
    return speech("explain-itself", what=what)


def _of_what(count: OrganisationCount, speech: Speech) -> list[str]:
    """Of which tiers, and with what."""
    said = [_or(count.tiers, speech.tier, speech), *(speech.of("explain-having", name) for name in count.having)]
    return [one for one in said if one]


def _record(count: RecordCount, speech: Speech) -> str:
    what = speech("explain-record", what=speech.of("order", count.of), count=count.months)
    of = _or(count.categories, speech.category, speech)
    tried = speech("explain-tried", count=count.tried) if count.of == SUCCESS_RATE and count.tried > 1 else ""
    return speech.joined([one for one in (what, of, tried) if one])


def _area(count: AreaCount, speech: Speech) -> str:
    which = _or(count.kinds, speech.area_kind, speech) or (speech.level(count.level) if count.level else "")
    which = which or speech("explain-any-area")
    if not count.relation:
        return speech("explain-areas-below", which=which)
    return speech("explain-areas", which=which, relation=speech.of("relation", count.relation))


def _or(keys: Sequence[str], titled: Callable[[str], str], speech: Speech) -> str:
    """Titles of keys, any of which will do."""
    return speech("explain-or").join(titled(key) for key in keys)
