"""What an audit demands, in words; and the statement that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orgraph.cli.speech import Speech
from orgraph.definitions.audits import Audit
from orgraph.definitions.requirements import (
    MOST,
    MustMeasure,
    OrganisationCount,
    PostCount,
    Requirement,
    Subject,
)


def explained_lines(audit: Audit, demands: MustMeasure | None, statement: str, speech: Speech) -> list[str]:
    """The audit's title, what it looks at, a line a demand, where it comes from, and its statement."""
    lines = [audit.title(speech.lang)]
    if demands is None:
        lines.append(speech("explain-other"))
    else:
        lines.append(speech("explain-each", subject=_subject(demands.subject, speech)))
        lines += [speech("explain-only", demand=_demand(one, speech)) for one in demands.subject.having]
        lines += [speech("explain-not", demand=_demand(one, speech)) for one in demands.subject.without]
        lines += [speech("explain-must", demand=_demand(one, speech)) for one in demands.must]
    lines.append(speech("explain-source", source=audit.source))
    return [*lines, "", *statement.splitlines()]


def _subject(subject: Subject, speech: Speech) -> str:
    titled = speech.area_kind if subject.level else speech.organisation_kind
    kinds = [titled(kind) for kind in subject.kinds]
    if not subject.level:
        return speech.joined(kinds)
    level = speech.level(subject.level)
    return speech("explain-of-kinds", level=level, kinds=speech.joined(kinds)) if kinds else level


def _demand(asked: Requirement, speech: Speech) -> str:
    counted = _post(asked.count, speech) if isinstance(asked.count, PostCount) else _unit(asked.count, speech)
    if asked.count.up:
        counted = speech("explain-up", what=counted, steps=asked.count.up)
    if asked.per:
        per = speech.of("explain-per", asked.per, count=asked.per_so_many)
        return speech("clause-separator").join([_bounds(asked, counted, speech), per])
    return _bounds(asked, counted, speech)


def _bounds(asked: Requirement, what: str, speech: Speech) -> str:
    if asked.at_least == asked.at_most:
        return speech("explain-exactly", count=asked.at_least, what=what)
    if asked.at_most == MOST:
        return speech("explain-at-least", count=asked.at_least, what=what)
    if not asked.at_least:
        return speech("explain-at-most", count=asked.at_most, what=what)
    return speech("explain-between", least=asked.at_least, most=asked.at_most, what=what)


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
    said = [speech("explain-related", kinds=kinds, relation=relation)]
    said += [_or(count.tiers, speech.tier, speech), *(speech.of("explain-having", name) for name in count.having)]
    return speech.joined([one for one in said if one])


def _or(keys: Sequence[str], titled: Callable[[str], str], speech: Speech) -> str:
    """Titles of keys, any of which will do."""
    return speech("explain-or").join(titled(key) for key in keys)
