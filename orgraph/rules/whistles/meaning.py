"""What the words of a whistle mean: the kind, the category, the post and the routing in force at the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.definitions.prevailing import backstop_kinds, kinds_by_fields, prevailing
from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.kinds import WHISTLE, TaskKind
from orgraph.definitions.tasks.lifecycle import BACKSTOP, Entrance
from orgraph.definitions.tasks.routing import Routing, Serving
from orgraph.definitions.titles import worded
from orgraph.definitions.words.categories import Category
from orgraph.domain.area import Area
from orgraph.domain.campaign import Given
from orgraph.domain.canonical import Json
from orgraph.domain.content import MEETING_PLACE
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Content
from orgraph.domain.field import FieldValue
from orgraph.domain.nearest import instead_of
from orgraph.domain.said import said
from orgraph.domain.whistle import Post, Source, Whistle
from orgraph.domain.worded import Worded
from orgraph.rules.ledger.contents import typed
from orgraph.rules.ledger.masking import masked
from orgraph.rules.tasks.fields import body_of, declared, typed_in
from orgraph.rules.tasks.parties import post_among, role_meant, role_titled
from orgraph.rules.tasks.wanted import categories_known, unknown


@dataclass(frozen=True, slots=True)
class Wide:
    """All that may matter for a whistle before its place is known: wider than what holds there."""

    posts: tuple[str, ...]
    lineage: tuple[str, ...]
    serving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """
    A whistle with what its words mean; `severity` is the matter's, raised to the least that the kind gives.

    `campaigns` are those that gave its routing or its severity. `also` are codes of other places that it reaches,
    `parent` the task whose meeting assigned it, empty for a whistle.
    """

    whistle: Whistle
    place: Area
    by: Post
    kind: TaskKind
    entrance: Entrance
    category: Category
    severity: int
    routing: Routing
    campaigns: tuple[tuple[Given, Campaign], ...] = ()
    also: tuple[str, ...] = ()
    parent: str = ""

    def details(self) -> dict[str, Json]:
        """What the whistle says besides what was typed, for the ledger, and what its kind adds."""
        late = self.whistle.meeting and self.kind.grace
        return {
            **self._said(),
            **({"grace": str(self.kind.grace)} if late else {}),
            **({"work_first": True} if self.kind.work_first else {}),
            **({"again": True} if self.whistle.again else {}),
            **declared(self.whistle.fields),
        }

    def typed(self) -> tuple[Content, ...]:
        """What was typed, which is kept apart."""
        one, place = self.whistle, self.whistle.meeting.place if self.whistle.meeting else ""
        said = {MEETING_PLACE: place, **typed_in(one.fields)}
        return typed(self.place.code, text=one.text, basis=one.basis, channel=one.channel, **said)

    def _said(self) -> dict[str, Json]:
        meeting = self.whistle.meeting
        return {
            "place": self.place.code,
            "by": str(self.by),
            "kind": self.kind.key,
            "category": self.category.key,
            "severity": self.severity,
            "departments": sorted(self.whistle.departments),
            "meeting": {"at": meeting.at.isoformat()} if meeting else None,
            **({"also": list(self.also)} if self.also else {}),
            **({"parent": self.parent} if self.parent else {}),
            **({"blown_at": self.whistle.blown_at.isoformat()} if self.whistle.blown_at else {}),
        }

    def body(self, mask: Callable[[str], str] = masked) -> Json:
        """The canonical input: what two calls with one key must agree in; masked, as something is made of it."""
        one, meeting = self.whistle, self.whistle.meeting
        return {
            **self._said(),
            "text": mask(one.text),
            "basis": mask(one.basis),
            "channel": mask(one.channel),
            "meeting": {"at": meeting.at.isoformat(), "place": mask(meeting.place)} if meeting else None,
            "severity_asked": one.severity,
            **({"fields": body_of(one.fields, mask)} if one.fields else {}),
        }


def wide(whistle: Whistle, definitions: Definitions) -> Wide:
    """What to gather for a whistle: of each of its words the meanings in every city. Raises InvalidInput."""
    kinds = definitions.tasks.called(whistle.kind)
    categories = definitions.categories.called(whistle.category)
    if not kinds:
        raise no_kind(whistle.kind, definitions)
    if not categories:
        raise unknown("category", whistle.category, categories_known(definitions))
    return Wide(
        posts=tuple(sorted({role for kind in kinds for role in kind.opened_by})),
        lineage=tuple(sorted({key for category in categories for key in category.lineage})),
        serving=tuple(
            sorted({*backstop_kinds(definitions), *kinds_by_fields(definitions), *_intakes(kinds, definitions)})
        ),
    )


def in_category(whistle: Whistle, definitions: Definitions) -> Whistle:
    """The whistle in the one category of its kind where none is given. Raises InvalidInput where one must be."""
    kinds = definitions.tasks.called(whistle.kind)
    if whistle.category.strip() or not kinds:
        return whistle
    own = tuple(dict.fromkeys(key for kind in kinds for key in kind.categories))
    if len(own) == 1 and all(kind.categories for kind in kinds):
        return replace(whistle, category=own[0])
    mend = said("category-missing-mend", known=_titles(own, definitions)) if own else said("category-missing-any")
    raise InvalidInput(said("category-missing", kind=worded(kinds[0].key, kinds[0].title)), mend)


def check_category(kind: TaskKind, category: Category, definitions: Definitions) -> None:
    """Raise InvalidInput for a category that is none of those of a kind, nor below one of them."""
    if kind.categories and not {*kind.categories} & {*category.lineage}:
        raise InvalidInput(
            said(
                "category-not-of-kind",
                kind=worded(kind.key, kind.title),
                category=worded(category.key, category.title),
            ),
            said("category-missing-mend", known=_titles(kind.categories, definitions)),
        )


def _titles(keys: Sequence[str], definitions: Definitions) -> list[Worded]:
    return [worded(key, one.title) for key in keys for one in definitions.categories.of(key)[:1]]


def no_kind(asked: str, definitions: Definitions, door: str | None = None) -> InvalidInput:
    """That no kind is called so, with those that come nearest; of one of the named doors (None: of all) its own."""
    known = words_of(kind for kind in definitions.tasks if door in (None, kind.door))
    if door == WHISTLE:
        return InvalidInput(said("no-such", what=said("noun-kind-of-whistle"), word=asked), instead_of(asked, known))
    what = said("noun-kind-of-matter") if door else said("noun-kind-of-task")
    remedy = instead_of(asked, known, said("mend-see-section", section="tasks"))
    return InvalidInput(said("no-such", what=what, word=asked), remedy)


def _intakes(kinds: Sequence[TaskKind], definitions: Definitions) -> Iterator[str]:
    """Kinds of organisations that may take in tasks of these kinds."""
    for kind in kinds:
        for lifecycle in definitions.lifecycles.of(kind.lifecycle):
            yield from lifecycle.entrances[kind.entrance].intake


def understand(
    whistle: Whistle, chain: Sequence[Area], definitions: Definitions, on: date, *, routed: bool = False
) -> Understood:
    """
    The whistle as meant at `chain[0]` on a day, with the areas above it in `chain`; `routed`: it was taken in before,
    and is sent to who answers for it.

    Raises InvalidInput for a kind, category or routing that does not hold there, or a severity out of bounds.
    """
    codes = [area.code for area in chain]
    kind = definitions.tasks.meant(whistle.kind, codes)
    category = definitions.categories.meant(whistle.category, codes)
    rules = kind and category and prevailing(definitions, codes, on, kind.key, category.lineage)
    lifecycle = kind and rules and rules.lifecycle(kind.key)
    if not (kind and category and rules and rules.routing and lifecycle):
        what = said("not-in-force-there", kind=whistle.kind, category=whistle.category, place=chain[0].name)
        raise InvalidInput(what, said("mend-use-one-in-force"))
    if whistle.severity is not None and not 1 <= whistle.severity <= 5:
        raise InvalidInput(said("severity-out-of-bounds", severity=whistle.severity), said("mend-severity"))
    own = max(whistle.severity or category.severity, kind.severity_at_least)
    severity = max(own, rules.severity_at_least)
    by = post_of(whistle.by, kind, chain, definitions)
    gave = (
        (Given.ROUTING, rules.campaign_of("routing")),
        (Given.SEVERITY, rules.campaign_of_severity() if severity > own else None),
    )
    campaigns = tuple((given, campaign) for given, campaign in gave if campaign)
    entrance = lifecycle.entrances[kind.entrance]
    routing = taken_in(rules.routing, entrance.intake) if entrance.intake and not routed else rules.routing
    return Understood(whistle, chain[0], by, kind, entrance, category, severity, routing, campaigns)


def taken_in(routing: Routing, intake: Sequence[str]) -> Routing:
    """The routing of what the nearest organisation of some kinds takes in: nobody else is looked for, nobody helps."""
    kinds = dict.fromkeys(kind for one in intake for kind in (routing.backstop if one == BACKSTOP else (one,)))
    return replace(routing, lead=(Source.BACKSTOP,), helpers=(), backstop=tuple(kinds), serving=())


def by_fields(understood: Understood, values: Mapping[str, FieldValue]) -> Understood:
    """
    The same where what a task has in its fields says who takes it: they come before all sources of the routing.

    Nothing changes where no row of the routing fits, nor for what is taken in first.
    """
    routing = understood.routing
    found = next((one for one in routing.serving if _fits(one, values)), None)
    if found is None:
        return understood
    lead = (Source.SERVING, *routing.lead)
    return replace(understood, routing=replace(routing, lead=lead, serving=(found,)))


def _fits(serving: Serving, values: Mapping[str, FieldValue]) -> bool:
    return all(values.get(name) in asked for name, asked in serving.fields)


def post_of(text: str, kind: TaskKind, chain: Sequence[Area], definitions: Definitions) -> Post:
    """
    The post that `text` names: role@area, or a role alone for the nearest area of its level above the place.

    Role and area may be given by key and code or by name. Raises InvalidInput.
    """
    role = role_meant(text, definitions)
    if role is None:
        word = text.partition("@")[0]
        roles = tuple(role_titled(key, definitions) for key in kind.opened_by)
        remedy = said("mend-opened-by", kind=worded(kind.key, kind.title), roles=roles)
        raise InvalidInput(said("no-such", what=said("noun-role"), word=word), remedy)
    where = text.partition("@")[2].strip()
    return post_among(text, chain, definitions) or Post(role.key, where or chain[0].code)
