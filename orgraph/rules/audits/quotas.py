"""What a place is required to have, held against what it has."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.quotas import PostRequirement, Quota
from orgraph.definitions.prevailing import Prevailing, every_quota
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, Vacancy
from orgraph.domain.organisation import PostHolder


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
            and area.code not in _left_out(quota.scope, rules)
        )


def _left_out(scope: str, rules: Prevailing) -> dict[str, str]:
    """Codes that the scope leaves out, with the reason; nothing where there is no scope."""
    found = rules.scope(scope) if scope else None
    return found.left_out if found else {}


def vacancies(level: CoveredLevel, quotas: Sequence[Quota]) -> tuple[Vacancy, ...]:
    """What the quotas ask for at this area and is not there: one entry a quota, the greatest shortfall first."""
    found = (vacancy for quota in quotas if (vacancy := _vacancy(level, quota)) is not None)
    return tuple(sorted(found, key=lambda vacancy: (-vacancy.missing, vacancy.quota)))


def _vacancy(level: CoveredLevel, quota: Quota) -> Vacancy | None:
    asked = quota.requirement
    if isinstance(asked, PostRequirement):
        there = [post for post in level.posts if post.role == asked.role]
        present = len({post.officer.id for post in there if _counts(post, asked)})
        unfit = [post for post in there if asked.professions and post.officer.profession not in asked.professions]
        found = Vacancy(
            quota.key, asked.role, quota.at_least, present, asked.employment, asked.professions if unfit else ()
        )
    else:
        standing = (one for one in level.organisations if one.relation == asked.relation)
        present = len({one.organisation.code for one in standing if one.organisation.kind == asked.kind})
        found = Vacancy(quota.key, asked.kind, quota.at_least, present)
    return found if found.missing > 0 else None


def _counts(post: PostHolder, asked: PostRequirement) -> bool:
    return (not asked.employment or post.employment == asked.employment) and (
        not asked.professions or post.officer.profession in asked.professions
    )
