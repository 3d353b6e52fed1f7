"""What a place is required to have, held against what it has."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.quotas import PostRequirement, Quota
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, Vacancy


class Quotas:
    """The quotas by level, sorted once: most levels have none, and this is asked at every level of every place."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._keys: dict[str, list[str]] = {}
        asked = {(quota.level, quota.key) for quota in definitions.quotas}
        for level, key in sorted(asked):
            self._keys.setdefault(level, []).append(key)

    def at(self, area: Area, chain: Sequence[str]) -> tuple[Quota, ...]:
        """The quotas that ask something of `area`: its level, its kind, under its superiors (`chain`), in scope."""
        found = (self._definitions.quotas.find(key, chain) for key in self._keys.get(area.level, ()))
        return tuple(
            quota
            for quota in found
            if quota is not None
            and quota.level == area.level
            and (not quota.kinds or area.kind in quota.kinds)
            and area.code not in left_out(quota.scope, chain, self._definitions)
        )


def left_out(scope: str, chain: Sequence[str], definitions: Definitions) -> dict[str, str]:
    """Codes that the scope leaves out, with the reason; nothing where there is no scope."""
    found = definitions.scopes.find(scope, chain) if scope else None
    return found.left_out if found else {}


def vacancies(level: CoveredLevel, quotas: Sequence[Quota]) -> tuple[Vacancy, ...]:
    """What the quotas ask for at this area and is not there: one entry a quota, the greatest shortfall first."""
    found = (
        Vacancy(quota.key, _what(quota), quota.at_least, present)
        for quota in quotas
        if (present := _present(level, quota)) < quota.at_least
    )
    return tuple(sorted(found, key=lambda vacancy: (-vacancy.missing, vacancy.quota)))


def _what(quota: Quota) -> str:
    requirement = quota.requirement
    return requirement.role if isinstance(requirement, PostRequirement) else requirement.kind


def _present(level: CoveredLevel, quota: Quota) -> int:
    """Distinct persons in the post, or distinct organisations in the relation."""
    requirement = quota.requirement
    if isinstance(requirement, PostRequirement):
        return len(
            {
                post.officer.id
                for post in level.posts
                if post.role == requirement.role
                and (not requirement.employment or post.employment == requirement.employment)
                and (not requirement.professions or post.officer.profession in requirement.professions)
            }
        )
    return len(
        {
            related.organisation.code
            for related in level.organisations
            if related.relation == requirement.relation and related.organisation.kind == requirement.kind
        }
    )
