"""Who covers a place: a line a level, or everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.posts import holder, organisation, post, relation
from orgraph.cli.render.services import sitting_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.prevailing import backstop_kinds
from orgraph.domain.coverage import CoveredLevel, PlaceCoverage, RelatedOrganisation, Vacancy
from orgraph.domain.organisation import PostHolder

RELATIONS = ("LEADS", "PAIRED_WITH", "SERVES", "RESPONSIBLE_FOR")
"""Which relation a single line names first, when nothing in particular was asked for."""


def coverage_in_short(found: PlaceCoverage, speech: Speech) -> list[str]:
    """A line a level: who answers for it, what is vacant, the organisation that matters most; below, who sits there."""
    rows = [_line(level, found.category, speech) for level in found.levels]
    there = [one for one in found.sitting if one.timetable.there]
    sitting = ["", speech("coverage-sitting"), *sitting_lines(there, speech)] if there else []
    return [*_heading(found, speech), *aligned(rows, indent=2, room=terminal_room()), *sitting, *speech.notes()]


def _heading(found: PlaceCoverage, speech: Speech) -> list[str]:
    lines = speech.heading("coverage-heading", found)
    if found.category:
        lines.append(speech("coverage-category", category=speech.category(found.category)))
    return [*lines, ""]


def _line(level: CoveredLevel, category: str, speech: Speech) -> list[str]:
    posts, vacant = in_order(level.posts, speech), [vacancy(one, speech) for one in level.vacancies]
    first = posts[:1] if posts and (posts[0].principal or not vacant) else []
    related = _first_of_each(ranked(level.organisations, category, speech))
    acting = [one for one in related if _acts(one, category, speech)] or related[:1]
    rest = len(posts) - len(first) + len(related) - len(acting)
    organisations = [f"{_stands(one, category, speech)} {organisation(one.organisation, speech)}" for one in acting]
    more = [speech("and-more", count=rest)] if rest else []
    return [
        speech.level(level.area.level),
        speech.name(level.area),
        speech("clause-separator").join([*_broken(level, speech), *(post(one, speech) for one in first), *vacant]),
        speech("clause-separator").join([*organisations, *more]),
    ]


def _broken(level: CoveredLevel, speech: Speech) -> list[str]:
    """That an area on the way is no more, or is part of nothing."""
    ended = [speech("level-ended", day=level.ended.isoformat())] if level.ended else []
    return [*ended, *([speech("level-left", day=level.left.isoformat())] if level.left else [])]


def _first_of_each(related: Iterable[RelatedOrganisation]) -> list[RelatedOrganisation]:
    """Of each organisation its first relation."""
    first: dict[str, RelatedOrganisation] = {}
    for one in related:
        first.setdefault(one.organisation.code, one)
    return list(first.values())


def _lineage(category: str, speech: Speech) -> tuple[str, ...]:
    return next((one.lineage for one in speech.definitions.categories.of(category)), ())


def _acts(one: RelatedOrganisation, category: str, speech: Speech) -> bool:
    """Whether an organisation acts on a category, or on one that it belongs to."""
    return bool(set(one.categories) & set(_lineage(category, speech)))


def _stands(one: RelatedOrganisation, category: str, speech: Speech) -> str:
    """How an organisation stands to an area, in a word."""
    acts = _acts(one, category, speech)
    return speech.of("part", one.part) if acts and one.part else speech.of("relation", one.relation)


def in_order(posts: Iterable[PostHolder], speech: Speech) -> list[PostHolder]:
    """Posts with those who answer for the place first, then as the definitions list the roles."""
    roles = list(speech.definitions.roles)
    place = {role: number for number, role in enumerate(roles)}
    return sorted(posts, key=lambda one: (not one.principal, place.get(one.role, len(roles)), one.officer.id))


def ranked(related: Iterable[RelatedOrganisation], category: str, speech: Speech) -> list[RelatedOrganisation]:
    """Organisations: with a category those that act on it, the likeliest lead first; then by relation."""
    definitions = speech.definitions
    asked = next(iter(definitions.categories.of(category)), None)
    lineage = _lineage(category, speech)
    backstops = backstop_kinds(definitions)

    def rank(one: RelatedOrganisation) -> tuple[object, ...]:
        fits = [lineage.index(key) for key in one.categories if key in lineage]
        leads = one.part == "lead" and asked is not None and one.organisation.kind in asked.lead_kinds
        order = RELATIONS.index(one.relation) if one.relation in RELATIONS else len(RELATIONS)
        return (
            not fits,
            not (fits and leads),
            min(fits, default=0),
            order,
            one.organisation.kind not in backstops,
            one.organisation.code,
        )

    return sorted(related, key=rank)


def vacancy(found: Vacancy, speech: Speech) -> str:
    """What a quota asks for and nobody fills, said to be vacant."""
    return speech("vacant", what=shortfall(found, speech))


def shortfall(found: Vacancy, speech: Speech) -> str:
    """What is missing, with numbers where more than one is asked for."""
    what = speech.anything(found.what)
    if found.employment:
        what = speech("of-employment", employment=speech.employment(found.employment), what=what)
    if found.professions:
        what = speech(
            "of-profession", what=what, professions=speech.joined([*map(speech.profession, found.professions)])
        )
    if found.required == 1:
        return what
    return speech("shortfall", what=what, missing=found.missing, required=found.required)


def coverage_in_full(found: PlaceCoverage, speech: Speech) -> list[str]:
    """Every post, organisation and vacancy, level by level."""
    lines = _heading(found, speech)
    for level in found.levels:
        area = level.area
        lines.append(f"{speech.level(area.level)} {speech.name(area)}  {area.code}")
        lines += [f"  {one}" for one in _broken(level, speech)]
        rows = [*_vacancies(level, speech), *_posts(level, speech), *_organisations(level, found.category, speech)]
        lines += aligned(rows or [[speech("nobody")]], indent=2, room=terminal_room())
        lines.append("")
    if found.sitting:
        lines += [speech("services-sitting"), *sitting_lines(found.sitting, speech), ""]
    return [*lines[:-1], *speech.notes()]


def _vacancies(level: CoveredLevel, speech: Speech) -> list[list[str]]:
    return [[speech("vacancies"), shortfall(one, speech)] for one in level.vacancies]


def _posts(level: CoveredLevel, speech: Speech) -> list[list[str]]:
    """A line a role, with all its holders."""
    roles: dict[str, list[str]] = {}
    for one in in_order(level.posts, speech):
        employment = f" ({speech.employment(one.employment)})" if one.employment else ""
        roles.setdefault(one.role, []).append(holder(one, speech) + employment)
    return [[speech.role(role), speech.joined(names)] for role, names in roles.items()]


def _organisations(level: CoveredLevel, category: str, speech: Speech) -> list[list[str]]:
    """A line an organisation, with all its relations to the area, and its code, by which it is meant elsewhere."""
    grouped: dict[str, list[RelatedOrganisation]] = {}
    for one in ranked(level.organisations, category, speech):
        grouped.setdefault(one.organisation.code, []).append(one)
    return [
        [organisation(some[0].organisation, speech), _relations(some, speech), code] for code, some in grouped.items()
    ]


def _relations(some: Sequence[RelatedOrganisation], speech: Speech) -> str:
    return speech("clause-separator").join(relation(one, speech) for one in some)
