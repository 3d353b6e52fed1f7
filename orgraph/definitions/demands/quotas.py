"""Scopes and quotas: what must be where, written once; and chains, a requirement at each level of a line."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas of a level that a published figure counts: `left_out` maps the codes that it does not to the reason."""

    key: str
    level: str
    left_out: dict[str, str]
    source: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class PostRequirement:
    """Distinct persons in a role, optionally of an employment or of some professions."""

    role: str
    employment: str = ""
    professions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationRequirement:
    """Distinct organisations of a kind that stand in a relation to the area."""

    relation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Quota:
    """`at_least` distinct officers or organisations at each area of `level` (of `kinds`, where given) in its scope."""

    key: str
    title: Title
    level: str
    requirement: PostRequirement | OrganisationRequirement
    at_least: int
    source: str
    kinds: tuple[str, ...] = ()
    scope: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One level of a chain: an organisation in a relation whose `head` role is filled, or a role posted to the area."""

    levels: tuple[str, ...]
    head: str
    relation: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A line of responsibility from the top level to the lowest; no level may be missing or vacant."""

    key: str
    title: Title
    links: tuple[Link, ...]
    source: str
    scope: str = ""
    under: str = field(default="")


def read_scope(entry: Entry) -> Scope:
    """One entry of scopes.yaml."""
    left_out = entry.mapping("left_out")
    level = entry.refers("level", "levels", required=True)
    source = entry.text("source", required=True)
    scope = Scope(entry.key, level, left_out.pairs() if left_out else {}, source, entry.text("under"))
    entry.done()
    return scope


def read_quota(entry: Entry) -> Quota:
    """One entry of quotas.yaml."""
    at = entry.mapping("at", required=True)
    quota = Quota(
        key=entry.key,
        title=read_title(entry),
        level=at.refers("level", "levels", required=True) if at else "",
        kinds=at.refers_all("kinds", "areas") if at else (),
        scope=at.refers("scope", "scopes") if at else "",
        requirement=_read_requirement(entry),
        at_least=entry.whole("at_least", 1, required=True, low=1, high=10_000),
        source=entry.text("source", required=True),
        under=entry.text("under"),
    )
    if at:
        at.done()
    entry.done()
    return quota


def _read_requirement(entry: Entry) -> PostRequirement | OrganisationRequirement:
    post, organisation = entry.mapping("post"), entry.mapping("organisation")
    if (post is None) == (organisation is None):
        entry.fault(f"{entry.key}: needs either 'post' or 'organisation'", "give exactly one of the two")
    requirement: PostRequirement | OrganisationRequirement = PostRequirement("")
    if post:
        requirement = PostRequirement(
            post.refers("role", "roles", required=True),
            post.refers("employment", "employments"),
            post.refers_all("professions", "professions"),
        )
        post.done()
    elif organisation:
        requirement = OrganisationRequirement(
            organisation.refers("relation", "relationships", required=True),
            organisation.refers("kind", "organisations", required=True),
        )
        organisation.done()
    return requirement


def read_chain(entry: Entry) -> Chain:
    """One entry of chains.yaml."""
    links = tuple(_read_link(link) for link in entry.mappings("links", required=True))
    chain = Chain(
        entry.key,
        read_title(entry),
        links,
        entry.text("source", required=True),
        entry.refers("scope", "scopes"),
        entry.text("under"),
    )
    if len(links) < 2:
        entry.fault(f"{entry.key}: a chain needs at least two links", "add a link")
    entry.done()
    return chain


def _read_link(entry: Entry) -> Link:
    link = Link(
        levels=entry.refers_all("levels", "levels", required=True),
        head=entry.refers("head", "roles", required=True),
        relation=entry.refers("relation", "relationships"),
        kind=entry.refers("kind", "organisations"),
    )
    if bool(link.relation) != bool(link.kind):
        entry.fault(f"{entry.key}: relation and kind go together", "give both, or neither")
    entry.done()
    return link
