"""What one request carries: who asks, in which language, about which day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphql.pyutils import Path

from orgraph.api.loaders import Loaders
from orgraph.api.transport.prepared import Prepared
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import Said, said
from orgraph.domain.time import LAST_DAY
from orgraph.settings import shipped_words

if TYPE_CHECKING:
    from orgraph.bootstrap import Services

Run = Callable[[int, str], Awaitable[Any]]
"""Gives an answer with so many rows behind a cursor."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that an answer holds, and how to have it with another."""

    first: int
    after: str
    run: Run


@dataclass
class Context:
    """
    Made once a request.

    `outcome` ends up in log and metrics; the first expected failure leaves its code there. `prepared` is the parsed
    and checked query, `until` when its time is over, as the event loop counts.
    """

    services: Services
    actor: Actor
    lang: str
    request: str
    prepared: Prepared | None = None
    outcome: str = "ok"
    until: float | None = None
    _days: dict[str | int, date] = field(default_factory=dict)
    _pages: dict[str | int, Asked] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The business day, the same for the whole request."""
        return self.services.registry.day()

    @cached_property
    def loaders(self) -> Loaders:
        """What gathers look-ups of one kind into one statement."""
        return Loaders(self.services.registry, self.services.tasks, self.actor)

    def at(self, path: Path, on: date | None) -> date:
        """
        Remember that everything below this root field is asked for the day `on`; the day, or today.

        The open end is no day: who asks for it is answered for the day before.
        """
        on = on and min(on, LAST_DAY)
        if on is not None:
            self._days[_root(path)] = on
        return on or self.today

    def asked_day(self, path: Path) -> date | None:
        """The day that the root field above this field was asked for; None where it was asked for today."""
        return self._days.get(_root(path))

    def day(self, path: Path) -> date:
        """The day that the root field above this field was asked for."""
        return self._days.get(_root(path)) or self.today

    def note_page(self, path: Path, asked: Asked) -> None:
        """Remember which page of its list this root field was answered with."""
        self._pages[_root(path)] = asked

    def page_asked(self, path: Path) -> Asked:
        """What the root field above this field was answered with."""
        return self._pages[_root(path)]

    def rows(self, first: int) -> int:
        """`first` if it is within bounds. Raises InvalidInput."""
        most = self.services.settings.limit_rows
        if not 1 <= first <= most:
            raise InvalidInput(said("page-out-of-bounds", first=first), said("mend-one-to", most=most))
        return first

    def fail(self, code: str) -> None:
        """Note an expected failure."""
        if self.outcome == "ok":
            self.outcome = code

    def words(self, section: str, key: str, lang: str | None = None) -> str:
        """The title of an entry of the definitions, in `lang` or the request's language; the key if it has none."""
        entries = getattr(self.services.definitions, section)
        if isinstance(entries, dict):
            entry: Any = entries.get(key)
        else:  # cities may word one key each in their own way; the general one comes first
            entry = next(iter(entries.of(key)), None)
        return str(entry.title(lang or self.lang)) if entry else key

    def stage(self, key: str, lang: str | None = None) -> str:
        """The title of a stage; the key of one that is not defined any more."""
        title = self.services.definitions.life_title("stages", key)
        return title(lang or self.lang) if title else key

    def say(self, what: Said | str | None) -> str:
        """What a failure says, in the request's language."""
        return shipped_words(self.lang).say(what)

    def phrase(self, key: str, lang: str | None = None, otherwise: str = "") -> str:
        """The phrase `key` of wording.yaml, in `lang` or the request's language; `otherwise`, or the key, if none."""
        found = self.services.definitions.wording.get(key)
        return found(lang or self.lang) if found else otherwise or key


def _root(path: Path) -> str | int:
    """The response key of the root field that a path begins with."""
    while path.prev is not None:
        path = path.prev
    return path.key
