"""Whom a demand counts among those who stand at an area on a day: what the compiled statement counts in the graph."""

from __future__ import annotations

from orgraph.definitions.demands.requirements import Count, OrganisationCount, PostCount
from orgraph.domain.coverage import CoveredLevel, RelatedOrganisation
from orgraph.domain.organisation import PostHolder


def number(count: Count, level: CoveredLevel) -> int:
    """How many different officers or organisations at an area a count is of; areas and ways up are not seen there."""
    match count:
        case PostCount():
            return len({one.officer.id for one in level.posts if fits(one, count)})
        case OrganisationCount():
            return len({one.organisation.code for one in level.organisations if stands(one, count)})
    return 0


def fits(post: PostHolder, count: PostCount) -> bool:
    """Whether a holder is one of those who are counted."""
    return (
        _among(post.role, count.roles)
        and (not count.employment or post.employment == count.employment)
        and _among(post.officer.profession, count.professions)
        and _among(post.officer.tier, count.tiers)
        and count.principal in (None, post.principal)
    )


def stands(one: RelatedOrganisation, count: OrganisationCount) -> bool:
    """Whether an organisation is one of those that are counted."""
    organisation = one.organisation
    return (
        one.relation == count.relation
        and _among(organisation.kind, count.kinds)
        and _among(organisation.tier, count.tiers)
        and all(getattr(organisation, name) for name in count.having)
    )


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted
