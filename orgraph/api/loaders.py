"""Look-ups of one request, gathered: what many fields ask for at the same time takes one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from orgraph.domain.acting import ActingParty
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.coverage import RelatedOrganisation
from orgraph.domain.deadline import Deadline
from orgraph.domain.organisation import Officer, Organisation, PostHolder
from orgraph.domain.page import Page
from orgraph.domain.registry import Posting
from orgraph.services.registry import Registry
from orgraph.services.tasks import Tasks

Asked = TypeVar("Asked")
Value = TypeVar("Value")
Key = tuple[str, date]
"""What is looked up, and on which day."""
PagedKey = tuple[str, date, int, str]
"""What is looked up, on which day, how many rows, behind which cursor."""

NOTHING: Page[Any] = Page((), (), has_next=False)


class Shared(DataLoader[Asked, Value]):
    """A loader whose look-ups go on for all who wait for them, though one of these fails elsewhere and is given up."""

    def load(self, key: Asked) -> Awaitable[Value]:
        """The value of a key."""
        return asyncio.shield(super().load(key))


class Loaders:
    """One loader a kind of look-up, made when first used."""

    def __init__(self, registry: Registry, tasks: Tasks, actor: Actor) -> None:
        self._registry = registry
        self._tasks = tasks
        self._actor = actor

    @cached_property
    def areas(self) -> DataLoader[Key, Area | None]:
        """Areas by code."""
        return self._loader(self._registry.areas, None)

    @cached_property
    def chains(self) -> DataLoader[Key, tuple[Area, ...]]:
        """An area and the areas above it, the top last."""
        return self._loader(self._registry.chains_of, ())

    @cached_property
    def children(self) -> DataLoader[PagedKey, Page[Area]]:
        """Areas that are part of an area."""
        return self._loader(self._registry.children, NOTHING)

    @cached_property
    def posts_at(self) -> DataLoader[PagedKey, Page[PostHolder]]:
        """Who is posted to an area."""
        return self._loader(self._registry.posts_at, NOTHING)

    @cached_property
    def organisations_at(self) -> DataLoader[PagedKey, Page[RelatedOrganisation]]:
        """Organisations that stand to an area."""
        return self._loader(self._registry.organisations_at, NOTHING)

    @cached_property
    def organisations(self) -> DataLoader[Key, Organisation | None]:
        """Organisations by code."""
        return self._loader(self._registry.organisations, None)

    @cached_property
    def superiors(self) -> DataLoader[Key, Organisation | None]:
        """What an organisation is under."""
        return self._loader(self._registry.superiors, None)

    @cached_property
    def units_of(self) -> DataLoader[Key, Organisation | None]:
        """The unit that a party organisation is of."""
        return self._loader(self._registry.units_of, None)

    @cached_property
    def subordinates(self) -> DataLoader[PagedKey, Page[Organisation]]:
        """What is directly under an organisation."""
        return self._loader(self._registry.subordinates, NOTHING)

    @cached_property
    def posts_in(self) -> DataLoader[PagedKey, Page[PostHolder]]:
        """Who is posted to an organisation."""
        return self._loader(self._registry.posts_in, NOTHING)

    @cached_property
    def officers(self) -> DataLoader[tuple[str], Officer | None]:
        """Officers by identifier."""
        return self._loader(self._registry.officers, None)

    @cached_property
    def postings(self) -> DataLoader[PagedKey, Page[Posting]]:
        """Posts of an officer."""
        return self._loader(self._registry.postings, NOTHING)

    @cached_property
    def clocks(self) -> DataLoader[str, tuple[Deadline, ...]]:
        """The clocks of a task."""

        async def load(tasks: list[str]) -> list[tuple[Deadline, ...]]:
            found = await self._tasks.clocks_of(self._actor, tasks)
            return [found.get(task, ()) for task in tasks]

        return Shared(load)

    @cached_property
    def parties(self) -> DataLoader[Key, ActingParty | None]:
        """Who acted on a day: keys of different days share a statement."""

        async def load(keys: list[Key]) -> list[ActingParty | None]:
            found = await self._tasks.acting(self._actor, keys)
            return [found.get(key) for key in keys]

        return Shared(load)

    def _loader(self, load: Callable[..., Awaitable[dict[str, Any]]], missing: Any) -> DataLoader[Any, Any]:
        return Shared(partial(_fetch, partial(load, self._actor), missing))


async def _fetch(
    load: Callable[..., Awaitable[dict[str, Value]]], missing: Value, keys: Sequence[tuple[Any, ...]]
) -> list[Value]:
    """Values for (key, day, …) in their order; keys that differ in the first only share a call, so a statement."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for key, *rest in keys:
        groups.setdefault(tuple(rest), []).append(key)
    found = await asyncio.gather(*(load(group, *rest) for rest, group in groups.items()))
    answers = dict(zip(groups, found, strict=True))
    return [answers[tuple(rest)].get(key, missing) for key, *rest in keys]
