"""What a place is required to have, held against what it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.quotas import Quota
from orgraph.definitions.demands.requirements import PostCount, Requirement, Subject
from orgraph.definitions.prevailing import Prevailing, every_quota
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, Vacancy
from orgraph.rules.audits.counting import fits, number


class Quotas:
    """The quotas by level, sorted once: most levels have none, and this is asked at every level of every place."""

    def __init__(self, definitions: Definitions) -> None:
        self._keys: dict[str, list[str]] = {}
        asked = {(quota.level, quota.key) for quota in every_quota(definitions)}
        for level, key in sorted(asked):
            self._keys.setdefault(level, []).append(key)

    def at(self, area: Area, rules: Prevailing) -> tuple[Quota, ...]:
        """The quotas that ask something of `area`, where `rules` prevail: of its level and kind, in scope."""
        found = (rules.quota(key) for key in self._keys.get(area.level, ()))
        return tuple(
            quota
            for quota in found
            if quota is not None
            and quota.level == area.level
            and (not quota.kinds or area.kind in quota.kinds)
            and area.code not in _left_out(quota.measure.subject.scope, rules)
        )


def _left_out(scope: str, rules: Prevailing) -> dict[str, str]:
    """Codes that the scope leaves out, with the reason; nothing where there is no scope."""
    found = rules.scope(scope) if scope else None
    return found.left_out if found else {}


def vacancies(level: CoveredLevel, quotas: Sequence[Quota]) -> tuple[Vacancy, ...]:
    """What the quotas ask for at this area and is not there: one entry a demand, the greatest shortfall first."""
    asked = ((quota.key, one) for quota in quotas if _is_asked(quota.measure.subject, level) for one in quota.must)
    found = (vacancy for key, one in asked if (vacancy := _vacancy(key, one, level)) is not None)
    return tuple(sorted(found, key=lambda vacancy: (-vacancy.missing, vacancy.quota, vacancy.what)))


def _is_asked(subject: Subject, level: CoveredLevel) -> bool:
    """Whether the area has all that it must have, and nothing of what it must not, for a quota to ask of it."""
    return all(_is_met(one, level) for one in subject.having) and not any(
        _is_met(one, level) for one in subject.without
    )


def _is_met(asked: Requirement, level: CoveredLevel) -> bool:
    return asked.at_least <= number(asked.count, level) <= asked.at_most


def _vacancy(quota: str, asked: Requirement, level: CoveredLevel) -> Vacancy | None:
    present, count = number(asked.count, level), asked.count
    if present >= asked.at_least:
        return None
    if not isinstance(count, PostCount):
        return Vacancy(quota, asked.asked_for, asked.at_least, present)
    anyhow = replace(count, professions=())
    unfit = count.roles and any(fits(one, anyhow) and not fits(one, count) for one in level.posts)
    return Vacancy(
        quota, asked.asked_for, asked.at_least, present, count.employment, count.professions if unfit else ()
    )
