"""The questions, each with its ways of being asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle, islice
from typing import Any
from uuid import uuid4

from benchmarks.children import Serving
from benchmarks.client import GraphQLClient
from benchmarks.engines import Running
from benchmarks.floor import Floor, NotingStore, Sent, floor_on, plain_driver, renamed
from benchmarks.measuring import Arm, Ask, in_turn
from benchmarks.queries import ACTION, AUDIT, NESTED, PLACE, WHISTLE, WHO_COVERS
from benchmarks.world import DAY, Audited, World
from orgraph.bootstrap import Services, SystemClock, assemble, definitions_of
from orgraph.cli.common import read_settings
from orgraph.domain.action import ActionRequest
from orgraph.domain.actor import Actor
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle
from orgraph.graph.store import Store

NAMES = ("who-covers", "whistle-reading", "audit", "nested", "place", "whistle", "action")
ACTOR = Actor("bench")
_INPUT = ("place", "by", "kind", "category", "key", "text")
ON = date.fromisoformat(DAY)
_TASKS = 601
"""Tasks that are acted on, a third by each arm, one after the other."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that the arms ask: the bare driver, our services, and our server by HTTP."""

    floor: Floor
    services: Services
    noting: Services
    noted: NotingStore
    client: GraphQLClient
    serving: Serving
    engine: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by GraphQL: its document, the variables for an item, and the type that the answer must have."""

    query: str
    variables: Callable[[Any], dict[str, Any]]
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its arms; `statements` that one asking sends."""

    name: str
    statements: int
    arms: Sequence[Arm]


@asynccontextmanager
async def bench_on(engine: Running, serving: Serving) -> AsyncIterator[Bench]:
    """The arms' means on an engine that is loaded; each way of asking has connections of its own."""
    async with (
        floor_on(engine.engine.endpoint()) as floor,
        services_on(engine) as services,
        services_on(engine, NotingStore) as noting,
        GraphQLClient(serving.host, serving.port) as client,
    ):
        assert isinstance(noting.store, NotingStore)
        yield Bench(floor, services, noting, noting.store, client, serving, engine.pid)


@asynccontextmanager
async def services_on(engine: Running, store: type[Store] = Store) -> AsyncIterator[Services]:
    """Our services over an engine that is loaded."""
    settings = read_settings({})
    definitions = definitions_of(settings)
    async with store(engine.engine, definitions) as opened:
        yield assemble(settings, definitions, opened, SystemClock(), lambda: str(uuid4()))


async def question(name: str, bench: Bench, world: World) -> Question:
    """A question ready to be asked. Every different asking was noted once, which also warms the engine up."""
    makers: dict[str, Callable[[Bench, World], Awaitable[Question]]] = {
        "who-covers": _who_covers,
        "whistle-reading": _whistle_reading,
        "audit": _audit,
        "nested": _nested,
        "place": _place,
        "whistle": _whistle,
        "action": _action,
    }
    return await makers[name](bench, world)


async def _reading(
    name: str,
    bench: Bench,
    items: Sequence[Any],
    service: Callable[[Services, Any], Awaitable[object]],
    asked: Asked | None = None,
) -> Question:
    """A question that only reads: the floor sends what the service was seen to send for the same item."""
    sent = [await bench.noted.notes(lambda item=item: service(bench.noting, item)) for item in items]  # type: ignore[misc]

    arms = [
        Arm("floor", bench.engine, bench.floor.read, in_turn(sent), within=plain_driver),
        Arm("floor, compiled codec", bench.engine, bench.floor.read, in_turn(sent)),
        Arm("service", bench.engine, lambda item: service(bench.services, item), in_turn(items)),
    ]
    if asked is not None:
        arms.append(Arm("http", bench.engine, _over_http(bench, asked), in_turn(items), bench.serving.pid))
    return Question(name, len(sent[0]), arms)


def _over_http(bench: Bench, asked: Asked) -> Ask:
    async def ask(item: Any) -> bytes:
        return await bench.client.ask(asked.query, asked.variables(item), asked.answer)

    return ask


async def _who_covers(bench: Bench, world: World) -> Question:
    async def ask(services: Services, place: str) -> object:
        return await services.coverage.who_covers(ACTOR, place, ON)

    asked = Asked(WHO_COVERS, lambda place: {"place": place, "on": DAY}, "PlaceCoverage")
    return await _reading("who-covers", bench, world.buildings, ask, asked)


async def _place(bench: Bench, world: World) -> Question:
    async def ask(services: Services, name: str) -> object:
        return await services.places.find(name, ON)

    asked = Asked(PLACE, lambda name: {"place": name, "on": DAY}, "AreaPath")
    return await _reading("place", bench, world.names, ask, asked)


async def _audit(bench: Bench, world: World) -> Question:
    async def ask(services: Services, one: Audited) -> object:
        return await services.audits.run(ACTOR, one.key, one.area, date.fromisoformat(one.on), first=100)

    def variables(one: Audited) -> dict[str, Any]:
        return {"key": one.key, "area": one.area or None, "on": one.on}

    return await _reading("audit", bench, world.audits, ask, Asked(AUDIT, variables, "AuditReport"))


async def _nested(bench: Bench, world: World) -> Question:
    """An area, what is part of it, and who is posted there: about 200 objects in three statements."""

    async def ask(services: Services, code: str) -> object:
        registry = services.registry
        area = await registry.areas(ACTOR, [code], ON)
        below = (await registry.children(ACTOR, [code], ON, 50, ""))[code]
        return area, below, await registry.posts_at(ACTOR, [one.code for one in below.items], ON, 20, "")

    asked = Asked(NESTED, lambda code: {"code": code, "on": DAY}, "Area")
    return await _reading("nested", bench, world.towns, ask, asked)


async def _whistle_reading(bench: Bench, world: World) -> Question:
    """What comes before the transaction: one statement, then the rules. It has no field of its own in GraphQL."""

    async def ask(services: Services, whistle: Whistle) -> object:
        around = await services.dispatch._openings.surroundings(whistle, whistle.place)
        return services.dispatch._decide(services.dispatch._openings.understood(whistle, around), around, ())

    whistles = list(islice(world.whistles(), len(world.villages)))
    return await _reading("whistle-reading", bench, whistles, ask)


async def _whistle(bench: Bench, world: World) -> Question:
    """The whole whistle. Whatever the arm, each one opens a task of its own."""
    whistles = world.whistles()
    noted: list[tuple[Whistle, str, list[Sent]]] = []
    for whistle in islice(whistles, 40):
        sent = await bench.noted.notes(lambda whistle=whistle: bench.noting.dispatch.blow(ACTOR, whistle))  # type: ignore[misc]
        task = next(one.parameters["task"] for one in sent if one.name == "journal/lock")
        noted.append((whistle, task, sent))
    seen = cycle(noted)

    def others(number: int) -> list[list[Sent]]:
        return [
            renamed(sent, {task: str(uuid4()), whistle.key: f"floor-{uuid4()}"})
            for whistle, task, sent in islice(seen, number)
        ]

    def variables(whistle: Whistle) -> dict[str, Any]:
        return {"input": {name: getattr(whistle, name) for name in _INPUT}}

    asked = Asked(WHISTLE, variables, "BlowWhistlePayload")
    arms = [
        Arm("floor", bench.engine, bench.floor.whistle, others, within=plain_driver),
        Arm(
            "service",
            bench.engine,
            lambda one: bench.services.dispatch.blow(ACTOR, one),
            lambda n: list(islice(whistles, n)),
        ),
        Arm("http", bench.engine, _over_http(bench, asked), lambda n: list(islice(whistles, n)), bench.serving.pid),
    ]
    return Question("whistle", len(noted[0][2]), arms)


async def _action(bench: Bench, world: World) -> Question:
    """A note on a task: who acts is looked up, then two statements in one transaction, then the task is read."""
    first, *rest = await opened(bench.services, world, _TASKS)
    sample = next(notes([first]))
    sent = await bench.noted.notes(lambda: bench.noting.actions.act(ACTOR, sample))
    books = {task.id: task.events[0].book for task in (first, *rest)}
    lanes = [notes(rest[start::3]) for start in range(3)]

    def floors(number: int) -> list[list[Sent]]:
        return [
            renamed(
                sent, {sample.task: one.task, sample.by: one.by, sample.key: one.key, books[first.id]: books[one.task]}
            )
            for one in islice(lanes[0], number)
        ]

    arms = [
        Arm("floor", bench.engine, bench.floor.action, floors, within=plain_driver),
        Arm("service", bench.engine, lambda one: bench.services.actions.act(ACTOR, one), lambda n: _next(lanes[1], n)),
        Arm(
            "http",
            bench.engine,
            _over_http(bench, Asked(ACTION, noted, "Acted")),
            lambda n: _next(lanes[2], n),
            bench.serving.pid,
        ),
    ]
    return Question("action", len(sent), arms)


def _next(lane: Iterator[ActionRequest], number: int) -> list[ActionRequest]:
    return list(islice(lane, number))


async def opened(services: Services, world: World, number: int) -> list[Task]:
    """So many tasks, just called."""
    return [(await services.dispatch.blow(ACTOR, one)).task for one in islice(world.whistles(), number)]


def noted(one: ActionRequest) -> dict[str, Any]:
    """The variables of ACTION for a note."""
    said = {"task": one.task, "action": one.action, "by": one.by, "key": one.key, "text": one.text}
    return {"input": {**said, "expectedVersion": one.expected_version}}


def notes(tasks: Sequence[Task]) -> Iterator[ActionRequest]:
    """Notes without end on tasks just called, each task in turn."""
    for round_ in count():
        for task in tasks:
            yield ActionRequest(
                task.id,
                "note",
                task.called_by,
                f"note-{uuid4()}",
                task.version + round_,
                text="已到现场，正在处置",
            )
