"""What the steps of synthesis.yaml have in common: places, numbers, posts and templates of names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from string import Formatter

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.source import Entry, Reading, Reference
from orgraph.domain.said import said
from orgraph.domain.time import OPEN_END
from orgraph.seeding.choices import Also, AreaChoice, Drawn, Fixed, Number, OrganisationChoice, Post, Shared
from orgraph.seeding.manifest import read_day

MOST = 10_000_000


class StepReader:
    """Reads the parts of a step; `since` is what holds where a step does not say otherwise."""

    def __init__(self, reading: Reading, since: date, definitions: Definitions) -> None:
        self._reading = reading
        self._since = since
        self._roles = definitions.roles

    def day(self, entry: Entry, name: str, default: date) -> date:
        """A field that is a day."""
        return read_day(entry, name) or default

    def since(self, entry: Entry) -> date:
        """The field `since`, or the pack's own."""
        return self.day(entry, "since", self._since)

    def areas(self, entry: Entry, name: str) -> AreaChoice:
        """A field that chooses areas."""
        below = entry.mapping(name, required=True)
        if below is None:
            return AreaChoice(())
        choice = AreaChoice(
            levels=below.refers_all("level", "levels", required=True),
            kinds=below.refers_all("kinds", "areas"),
            formal=below.truth("formal"),
            codes=below.texts("codes"),
            scope=below.refers("scope", "scopes"),
            inside=below.refers_all("inside", "areas"),
            left_out=_reasons(below, "except"),
        )
        below.done()
        return choice

    def organisations(self, entry: Entry, name: str) -> OrganisationChoice:
        """A field that chooses organisations of the pack."""
        below = entry.mapping(name, required=True)
        if below is None:
            return OrganisationChoice()
        choice = OrganisationChoice(
            kinds=below.refers_all("kinds", "organisations"),
            levels=below.refers_all("level", "levels"),
            codes=below.texts("codes"),
            left_out=_reasons(below, "except"),
        )
        below.done()
        return choice

    def number(self, entry: Entry, section: str, default: int | None = None) -> Number:
        """How many: `number`, or `from` and `to`, or `total`; `section` is that of the kinds that weights are for."""
        asked = entry.one_of(("number", "from", "total"), required=default is None)
        if asked == "total":
            return self._shared(entry, section)
        if asked == "from":
            low, high = entry.whole("from", 0, high=MOST), entry.whole("to", 0, required=True, high=MOST)
            if high < low:
                entry.fault(said("to-less", high=high, low=low), said("mend-larger"), "to")
            return Drawn(low, max(low, high))
        return Fixed(entry.whole("number", default or 0, high=MOST))

    def _shared(self, entry: Entry, section: str) -> Shared:
        return Shared(
            total=entry.whole("total", 0, high=MOST),
            at_least=entry.whole("at_least", 0, high=MOST),
            weights=self._weights(entry, "weights", section),
            spread=entry.whole("spread", 0, high=99),
            proportional_to=self.areas(entry, "proportional_to") if entry.has("proportional_to") else None,
            less=entry.texts("less"),
        )

    def _weights(self, entry: Entry, name: str, section: str) -> dict[str, int]:
        below = entry.mapping(name)
        if below is None:
            return {}
        weights = {key: below.whole(key, 0, high=MOST) for key in below.names()}
        for key in weights:
            self._reading.references.append(Reference(section, key, below.file, below.line_of(key)))
        if not any(weights.values()):
            below.fault(said("no-weight"), said("mend-weight"))
        return weights

    def posts(self, entry: Entry) -> tuple[Post, ...]:
        """The posts at each organisation of a step."""
        posts = []
        for item in entry.mappings("posts"):
            posts.append(self.post(item, "organisations", default=1))
            item.done()
        return tuple(posts)

    def post(self, entry: Entry, section: str, default: int | None = None) -> Post:
        """A role, how many persons at each place, and what they are."""
        role = entry.refers("role", "roles", required=True)
        return Post(
            role=role,
            number=self.number(entry, section, default),
            since=self.since(entry),
            until=self.day(entry, "until", OPEN_END),
            employment=entry.refers("employment", "employments"),
            professions=self._weights(entry, "professions", "professions"),
            tier=entry.refers("tier", "tiers"),
            principal=self._principal(entry, role),
            also=tuple(self._also(item) for item in entry.mappings("also")),
            group=entry.text("group"),
            vacant=_reasons(entry, "vacant"),
        )

    def _also(self, entry: Entry) -> Also:
        role = entry.refers("role", "roles", required=True)
        also = Also(
            role=role,
            employment=entry.refers("employment", "employments"),
            home=entry.truth("home"),
            principal=self._principal(entry, role),
        )
        entry.done()
        return also

    def _principal(self, entry: Entry, role: str) -> bool:
        return entry.truth("principal", role in self._roles and self._roles[role].principal)

    def template(self, entry: Entry, name: str, fields: Sequence[str], default: str = "") -> str:
        """A text with {fields} in braces, those of `fields` only."""
        text = entry.text(name, default, required=not default)
        try:
            asked = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        except ValueError:
            asked = {text}
        for field in sorted(asked - set(fields)):
            remedy = said("mend-use", these=[f"{{{known}}}" for known in fields])
            entry.fault(said("no-such-blank", name=f"{{{field}}}"), remedy, name)
        return text if asked <= set(fields) else ""

    def name_templates(self, entry: Entry, name: str, fields: Sequence[str]) -> dict[str, str]:
        """A mapping of kinds of organisations to the templates of their names."""
        below = entry.mapping(name, required=True)
        if below is None:
            return {}
        templates = {kind: self.template(below, kind, fields) for kind in below.names()}
        for kind in templates:
            self._reading.references.append(Reference("organisations", kind, below.file, below.line_of(kind)))
        below.done()
        return templates


def _reasons(entry: Entry, name: str) -> dict[str, str]:
    below = entry.mapping(name)
    return below.pairs() if below else {}
