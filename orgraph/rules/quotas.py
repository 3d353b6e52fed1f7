"""What a place is required to have, held against what it has."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.quotas import PostRequirement, Quota
from orgraph.domain.coverage import CoveredLevel, Vacancy


def quotas_at(level: CoveredLevel, chain: Sequence[str], definitions: Definitions) -> tuple[Quota, ...]:
    """The quotas that ask something of this area: its level, its kind, under its superiors (`chain`), in scope."""
    area = level.area
    return tuple(
        quota
        for quota in definitions.quotas.in_force(chain)
        if quota.level == area.level
        and (not quota.kinds or area.kind in quota.kinds)
        and area.code not in left_out(quota.scope, chain, definitions)
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
