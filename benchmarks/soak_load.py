"""Mixed load: callers who ask again as soon as they are answered, and what became of their requests."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import orjson

from benchmarks.client import GraphQLClient
from benchmarks.queries import AUDIT, WHISTLE, WHO_COVERS
from benchmarks.world import CITY_ROOT, DAY, World
from orgraph.domain.whistle import Whistle

AREA = """
query Area($code: String!, $on: Date) {
  area(code: $code, on: $on) { __typename name children(first: 20) { edges { node { code name } } } }
}
"""
TASK = "query Task($id: ID!) { task(id: $id) { __typename task { key } } }"

OK = "ok"
REFUSED = "refused"
UNAVAILABLE = "unavailable"

PATIENCE = 60.0
"""Seconds after which a caller no longer waits for an answer."""

PAUSE = 0.1
"""Seconds after which a caller who was not served comes again: sooner than Retry-After says, as some will."""

REMEMBERED = 200
"""Acknowledged whistles that are kept, the last ones."""

_STEP = math.log(1.05)
_DIFFERENT = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: how many there are in a hundred, what differs from one to the next, the answer's type."""

    name: str
    share: int
    query: str
    variables: Iterator[Mapping[str, Any]]
    answer: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of any status; its head is in lower case."""

    status: int
    head: bytes
    body: bytes


class Histogram:
    """Times in steps of 5 %: however many, they take no more memory."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Count one."""
        self._counts[math.ceil(math.log(max(seconds, 1e-6)) / _STEP)] += 1

    def join(self, other: Histogram) -> None:
        """Count all of another as well."""
        self._counts.update(other._counts)

    @property
    def count(self) -> int:
        """How many there are."""
        return self._counts.total()

    def quantile(self, part: float) -> float:
        """The time in seconds that this part of them did not exceed; 0 if there is none."""
        wanted, seen = part * self.count, 0
        for step, number in sorted(self._counts.items()):
            seen += number
            if seen >= wanted:
                return math.exp(step * _STEP)
        return 0.0


@dataclass
class Tally:
    """
    What became of the requests of one stretch, with the times of those served by kind and of those turned away by why.

    Once `since` is set, `back` tells that a request sent later than that was served.
    """

    seconds: float = 0.0
    served: dict[str, Histogram] = field(default_factory=dict)
    turned_away: dict[str, Histogram] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    since: float = math.inf
    back: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, kind: Kind, outcome: str, begun: float) -> None:
        """Count a request that has just ended."""
        took = time.monotonic() - begun
        if outcome == OK:
            self.served.setdefault(kind.name, Histogram()).add(took)
            if begun >= self.since:
                self.back.set()
        elif outcome in (REFUSED, UNAVAILABLE):
            self.turned_away.setdefault(outcome, Histogram()).add(took)
        else:
            text = f"{kind.name}: {outcome}"
            known = text in self.failures or len(self.failures) < _DIFFERENT
            self.failures[text if known else "others"] += 1

    def count(self, outcome: str) -> int:
        """How many were refused, or met a store that was unavailable."""
        return self.turned_away[outcome].count if outcome in self.turned_away else 0

    def all_served(self) -> Histogram:
        """The times of all kinds together."""
        joined = Histogram()
        for one in self.served.values():
            joined.join(one)
        return joined


class StatusClient(GraphQLClient):
    """A client to whom an answer of any status is an answer."""

    async def reply(self, query: str, variables: Mapping[str, Any]) -> Reply:
        """Whatever the server answers. Raises OSError, EOFError or TimeoutError if it does not."""
        body = orjson.dumps({"query": query, "variables": variables})
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        async with asyncio.timeout(PATIENCE):
            reader, writer = await self._connection()
            try:
                writer.write(head.encode("ascii") + body)
                reply = await _reply(reader)
            except BaseException:
                writer.close()
                raise
        self._idle.append((time.monotonic(), reader, writer))
        return reply


async def _reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    return Reply(int(head.split(b" ", 2)[1]), head, await reader.readexactly(int(length)))


def mixture(world: World) -> list[Kind]:
    """The kinds of requests; of the audits those of one city."""
    audits = [{"key": one.key, "area": one.area, "on": one.on} for one in world.audits if one.area == CITY_ROOT]
    places = [{"place": code, "on": DAY} for code in world.buildings]
    areas = [{"code": code, "on": DAY} for code in world.villages]
    return [
        Kind("who-covers", 70, WHO_COVERS, cycle(places), "PlaceCoverage"),
        Kind("area", 15, AREA, cycle(areas), "Area"),
        Kind("audit", 5, AUDIT, cycle(audits), "AuditReport"),
        Kind("whistle", 10, WHISTLE, map(_input, world.whistles()), "BlowWhistlePayload"),
    ]


def _input(whistle: Whistle) -> dict[str, Any]:
    return {"input": {name: getattr(whistle, name) for name in ("place", "by", "kind", "category", "key", "text")}}


class Load:
    """Callers at one server; `acknowledged` are the tasks of the whistles that were answered last."""

    def __init__(self, client: StatusClient, kinds: Sequence[Kind]) -> None:
        hundred = [kind for kind in kinds for _ in range(kind.share)]
        random.Random(20230822).shuffle(hundred)
        self._client = client
        self._turn = cycle(hundred)
        self.acknowledged: deque[str] = deque(maxlen=REMEMBERED)

    async def stretch(self, callers: int, tally: Tally, over: Callable[[], bool]) -> Tally:
        """So many callers until it is over and all are answered. Returns the tally, which grows meanwhile."""
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for _ in range(callers):
                group.create_task(self._call(tally, over))
        tally.seconds = time.monotonic() - begun
        return tally

    async def missing(self, tasks: Sequence[str]) -> list[str]:
        """Those of the tasks that the server does not find."""
        return [key for key in tasks if not await self._finds(key)]

    async def _call(self, tally: Tally, over: Callable[[], bool]) -> None:
        while not over():
            kind, begun = next(self._turn), time.monotonic()
            became = await self._ask(kind)
            tally.note(kind, became, begun)
            if became != OK:
                await asyncio.sleep(PAUSE)

    async def _ask(self, kind: Kind) -> str:
        became, body = await self._answer(kind.query, next(kind.variables), kind.answer)
        if became == OK and kind.answer == "BlowWhistlePayload":
            self.acknowledged.append(orjson.loads(body)["data"]["blowWhistle"]["task"]["key"])
        return became

    async def _finds(self, key: str) -> bool:
        became, body = await self._answer(TASK, {"id": key}, "CalledTask")
        return became == OK and orjson.loads(body)["data"]["task"]["task"]["key"] == key

    async def _answer(self, query: str, variables: Mapping[str, Any], answer: str) -> tuple[str, bytes]:
        try:
            reply = await self._client.reply(query, variables)
        except (OSError, EOFError, ValueError) as error:
            return f"no answer: {type(error).__name__}", b""
        return outcome(reply, answer), reply.body


def outcome(reply: Reply, answer: str) -> str:
    """What an answer means: `ok`, `refused`, `unavailable`, or in words what came instead of one of these."""
    meant = f'"__typename":"{answer}"'.encode()
    if reply.status == 200 and reply.body.startswith(b'{"data"') and meant in reply.body[:200]:
        return OK
    if reply.status == 429 and b"\r\nretry-after:" in reply.head:
        return REFUSED
    codes = _codes(reply.body)
    if reply.status == 200 and codes == {"store_busy"}:
        return REFUSED
    if reply.status == 503 or (reply.status == 200 and codes == {"store_unavailable"}):
        return UNAVAILABLE
    return f"HTTP {reply.status}, {' '.join(sorted(codes)) or reply.body[:80].decode(errors='replace')}"


def _codes(body: bytes) -> set[str]:
    """The codes of the errors in an answer."""
    try:
        errors = orjson.loads(body).get("errors", ())
        return {str(error.get("extensions", {}).get("code", "none")) for error in errors}
    except (orjson.JSONDecodeError, AttributeError):
        return set()
