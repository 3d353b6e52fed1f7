"""People in posts and organisations with their phones, in words."""

from __future__ import annotations

from orgraph.cli.speech import Speech
from orgraph.domain.coverage import RelatedOrganisation
from orgraph.domain.organisation import Organisation, PostHolder


def holder(post: PostHolder, speech: Speech) -> str:
    """The holder of a post; away: the reason, and who stands in."""
    name = speech.name(post.officer)
    if not post.away:
        return name
    reason = speech.absence(post.away)
    if post.deputy is None:
        return speech("away-nobody", name=name, reason=reason)
    return speech("away-deputy", name=name, reason=reason, deputy=speech.name(post.deputy))


def post(found: PostHolder, speech: Speech) -> str:
    """A role and its holder."""
    return f"{speech.role(found.role)} {holder(found, speech)}"


def organisation(found: Organisation, speech: Speech) -> str:
    """An organisation with its duty phone."""
    return " ".join(part for part in (speech.name(found), found.duty_phone) if part)


def relation(found: RelatedOrganisation, speech: Speech) -> str:
    """How an organisation stands to an area; for what, where it answers for categories."""
    if not found.categories:
        return speech.of("relation", found.relation)
    categories = speech.joined([speech.category(key) for key in found.categories])
    part = speech.of("part", found.part or "lead")
    key = "relation-responsible-from" if found.severity_from > 1 else "relation-responsible"
    return speech(key, part=part, categories=categories, severity=found.severity_from)
