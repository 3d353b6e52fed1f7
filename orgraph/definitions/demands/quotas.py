"""Scopes and quotas: what must be where, written once; and chains, a requirement at each level of a line."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgraph.definitions.demands.possible import check_demands
from orgraph.definitions.demands.requirements import (
    MOST,
    AreaCount,
    MustMeasure,
    PostCount,
    Requirement,
    Subject,
    read_must,
)
from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_source, read_title
from orgraph.domain.said import said

FORMER = ("at", "post", "organisation")
"""Words of quotas before they spoke as audits do, beside `at_least`."""

_NOT_OF_QUOTAS = ("up", "on_duty", "within_days", "per", "percent_of", "balanced")
"""Words by which audits look further than the area itself on the day."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas of a level that a published figure counts: `left_out` maps the codes that it does not to the reason."""

    key: str
    level: str
    left_out: dict[str, str]
    source: Title
    under: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """
    What each area of a level must have: at least so many distinct officers or organisations.

    In the language of audits, as far as it speaks of who stands at the area itself: that is what who-covers sees.
    """

    key: str
    title: Title
    measure: MustMeasure
    source: Title
    under: str = ""

    @property
    def level(self) -> str:
        """The level of the areas that it asks of."""
        return self.measure.subject.level

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of those areas; empty for all."""
        return self.measure.subject.kinds

    @property
    def must(self) -> tuple[Requirement, ...]:
        """What each must have."""
        return self.measure.must


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
    source: Title
    scope: str = ""
    under: str = field(default="")


def read_scope(entry: Entry) -> Scope:
    """One entry of scopes.yaml."""
    left_out = entry.mapping("left_out")
    level = entry.refers("level", "levels", required=True)
    source = read_source(entry)
    scope = Scope(entry.key, level, left_out.pairs() if left_out else {}, source, entry.text("under"))
    entry.done()
    return scope


def read_quota(entry: Entry) -> Quota:
    """One entry of quotas.yaml."""
    quota = Quota(
        key=entry.key,
        title=read_title(entry),
        measure=_read_measure(entry),
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    return quota


def _read_measure(entry: Entry) -> MustMeasure:
    former = [name for name in FORMER if entry.has(name)]
    if former:
        each, must = _in_present_words(entry)
        remedy = said("mend-former-words", each=each, must=must)
        entry.fault(said("former-words", words=former), remedy, line=entry.line_of(former[0]))
        return MustMeasure(Subject(), ())
    measure = read_must(entry)
    if not measure.subject.level and entry.has("each"):
        entry.add("level", str, "each")
    if not all(one.at_least and one.at_most == MOST for one in measure.must):
        entry.fault(said("quota-bounds"), said("mend-quota-bounds"), "must")
    if not all(map(_on_the_spot, (*measure.must, *measure.subject.having, *measure.subject.without))):
        entry.fault(said("quota-elsewhere"), said("mend-quota-elsewhere", these=_NOT_OF_QUOTAS), "must")
    return measure


def _on_the_spot(asked: Requirement) -> bool:
    """Whether what is asked for can be counted among those who stand at one area on one day."""
    if asked.per or asked.percent_of or asked.balance or isinstance(asked.count, AreaCount) or asked.count.up:
        return False
    return not isinstance(asked.count, PostCount) or not (asked.count.on_duty or asked.count.within_days)


def _in_present_words(entry: Entry) -> tuple[str, str]:
    """What a quota of earlier words says, as it is written now under each and must."""
    at, post, organisation = (entry.mapping(name) for name in ("at", "post", "organisation"))
    each = _flow(at, ("level", "level"), ("kinds", "kinds", True), ("scope", "scope")) if at else "{level: …}"
    counted = "post: {roles: […]}"
    if post:
        words = _flow(post, ("role", "roles", True), ("employment", "employment"), ("professions", "professions", True))
        counted = f"post: {words}"
    elif organisation:
        counted = f"organisation: {_flow(organisation, ('relation', 'relation'), ('kind', 'kinds', True))}"
    return f"each: {each}", f"must: [{{{counted}, at_least: {entry.whole('at_least', 1)}}}]"


def _flow(entry: Entry, *words: tuple[str, str] | tuple[str, str, bool]) -> str:
    """A mapping in braces: for each pair of a former and a present word what is said, as a list where that is True."""
    told = ((present, ", ".join(entry.texts(former)), bool(several)) for former, present, *several in words)
    return (
        "{"
        + ", ".join(f"{word}: [{text}]" if listed else f"{word}: {text}" for word, text, listed in told if text)
        + "}"
    )


def read_chain(entry: Entry) -> Chain:
    """One entry of chains.yaml."""
    links = tuple(_read_link(link) for link in entry.mappings("links", required=True))
    chain = Chain(
        entry.key,
        read_title(entry),
        links,
        read_source(entry),
        entry.refers("scope", "scopes"),
        entry.text("under"),
    )
    if len(links) < 2:
        entry.fault(said("one-link"), said("mend-add-link"), "links")
    entry.done()
    return chain


def _read_link(entry: Entry) -> Link:
    link = Link(
        levels=entry.refers_all("levels", "levels", required=True),
        head=entry.refers("head", "roles", required=True),
        relation=entry.refers("relation", "relationships"),
        kind=entry.refers("kind", "organisations"),
    )
    if link.relation and not link.kind:
        entry.add("kind", str, "relation")
    if link.kind and not link.relation:
        entry.add("relation", str, "kind")
    entry.done()
    return link


SCOPES = Section("scopes", read_scope, rooted=True)
QUOTAS = Section("quotas", read_quota, rooted=True, check=check_demands)
CHAINS = Section("chains", read_chain, rooted=True)
