"""
Services over a small world in which every kind, lifecycle, state, stage, action, relation and memory has another name.

What is asked of them in our names is put into the others, and what they answer is put back: so a test that passes here
as it does elsewhere says that no code knows a name.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from contextlib import asynccontextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, cast

from orgraph.bootstrap import Services, assemble
from orgraph.definitions.load import load_definitions
from orgraph.domain.errors import OrgraphError
from orgraph.domain.time import Clock
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.settings import Settings

from .renaming import PREFIX, renamed_keys, renamed_schema
from .small_world import PACKS, SMALL, TESTER

HOLD_KEYS = frozenset({"action", "kind", "kinds", "state", "states", "stage", "stages"})
"""Fields and arguments by which services are told keys."""

FRONTS = (
    "dispatch",
    "actions",
    "tasks",
    "audits",
    "registry",
    "ledger",
    "escalation",
    "notifier",
    "supervisor",
    "places",
)
"""Services that speak of tasks."""

_NAME = re.compile(rf"(?<![\w-]){PREFIX}([a-z][a-z-]*)")


@asynccontextmanager
async def renamed_world(folder: Path, clock: Clock) -> AsyncIterator[Services]:
    """The services, spoken to in our names, over a store with the small world that takes over the renamed definitions."""
    async with bare_renamed_world(folder, clock) as services:
        yield fronted(services)


@asynccontextmanager
async def bare_renamed_world(folder: Path, clock: Clock) -> AsyncIterator[Services]:
    """The services, spoken to in the other names, over a store with the small world at `folder`."""
    schema = renamed_schema(folder.parent / "renamed")
    definitions = load_definitions(schema, PACKS)
    numbers = iter(range(1, 1_000_000))
    given = Settings(seeds_dir=SMALL, schema_dir=schema, actor=TESTER.id, folder=folder)
    async with embedded_engine(folder, linger=0) as engine, Store(engine, definitions) as store:
        services = assemble(given, definitions, store, clock, lambda: f"renamed-{next(numbers)}")
        await services.upkeep.upgrade(TESTER, adopt_definitions=True)
        yield services


def fronted(services: Services) -> Services:
    """The services, to be spoken to in our names."""
    fronts: dict[str, Any] = {name: Front(getattr(services, name)) for name in FRONTS}
    return replace(services, **fronts)


class Front:
    """A service that is asked, and answers, in our names."""

    def __init__(self, service: object) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._service, name)
        return _translated(found) if inspect.ismethod(found) else found


def _translated(method: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*given: Any, **named: Any) -> Any:
        said = {name: theirs(value, key=name in HOLD_KEYS) for name, value in named.items()}
        try:
            answer = method(*[theirs(one) for one in given], **said)
        except OrgraphError as error:
            raise _restored(error) from None
        return later(answer) if inspect.isawaitable(answer) else ours(answer)

    async def later(answer: Any) -> Any:
        try:
            return ours(await answer)
        except OrgraphError as error:
            raise _restored(error) from None

    return asked


def _restored(error: OrgraphError) -> OrgraphError:
    """The same error, that speaks in our names."""
    for name, value in vars(error).items():
        setattr(error, name, ours(value))
    error.args = ours(error.args)
    return error


_SAID = re.compile(r"\b(" + "|".join(sorted(HOLD_KEYS)) + r")(: *)(\[[^]]*\]|\"[^\"]*\")")
_QUOTED = re.compile(r'"([a-z-]+)"')


def theirs_in_document(document: str) -> str:
    """A GraphQL document, with the other names wherever an argument holds keys as they are written."""

    def renamed(found: re.Match[str]) -> str:
        keys = _QUOTED.sub(lambda key: f'"{theirs(key[1], key=True)}"', found[3])
        return f"{found[1]}{found[2]}{keys}"

    return _SAID.sub(renamed, document)


def theirs_in_variables(value: Any, *, key: bool = False) -> Any:
    """Variables of a GraphQL request, in the other names."""
    if isinstance(value, dict):
        return {name: theirs_in_variables(one, key=name in HOLD_KEYS) for name, one in value.items()}
    if isinstance(value, list):
        return [theirs_in_variables(one, key=key) for one in value]
    return theirs(value, key=key)


def theirs(value: Any, *, key: bool = False) -> Any:
    """What is asked, in the other names: keys in fields that hold them."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return PREFIX + value if key and value in renamed_keys() else value
    if isinstance(value, tuple):
        return tuple(theirs(one, key=key) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _copied(value, lambda name, one: theirs(one, key=name in HOLD_KEYS))
    return value


def ours(value: Any) -> Any:
    """What is answered, in our names, wherever they stand in it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return _NAME.sub(_back, value) if PREFIX in value else value
    if type(value) in (tuple, list, set, frozenset):
        return type(value)(ours(one) for one in value)
    if isinstance(value, Mapping):
        return {ours(name): ours(one) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _copied(value, lambda _, one: ours(one))
    return value


def _back(found: re.Match[str]) -> str:
    return found[1] if found[1] in renamed_keys() else found[0]


def _copied(value: Any, change: Callable[[str, Any], Any]) -> Any:
    """The object itself if nothing in it changes, else a copy."""
    before = {name: getattr(value, name) for name in _names(type(value))}  # type: ignore[arg-type]
    after = {name: change(name, one) for name, one in before.items()}
    if all(after[name] is before[name] or after[name] == before[name] for name in before):
        return value
    copy = object.__new__(type(value))
    for name, one in after.items():
        object.__setattr__(copy, name, one)
    return copy


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast("Any", kind)))
