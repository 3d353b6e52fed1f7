"""Looks into the store past the catalogue: whether tasks are whole and books hold. What it finds is a list of faults."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from neo4j import AsyncDriver

from orgraph.graph.store import Store

_TASKS = """
MATCH (t:Task)
RETURN t.id, t.version, t.final,
  COLLECT { MATCH (t)-[:HAS_EVENT]->(e:Event) RETURN e.sequence ORDER BY e.sequence },
  COLLECT { MATCH (t)-[h:IN_HAND_OF]->() RETURN h.part },
  COUNT { MATCH (t)-[:AT]->(:Area) }, COUNT { MATCH (t)-[:ABOUT]->(:Content) },
  COLLECT { MATCH (t)-[:HAS_EVENT]->(e:Event) WHERE e.payload CONTAINS '"content' RETURN e.payload }
"""
_EVENTS = """
MATCH (e:Event)
RETURN e.book, e.position, e.task, e.sequence, e.at, e.by, e.type, e.payload, e.previous, e.hash,
  EXISTS { MATCH (:Task)-[:HAS_EVENT]->(e) }
ORDER BY e.book, e.position
"""
_BOOKS = "MATCH (b:Book) RETURN b.code, b.position, b.hash"
_UNASKED = """MATCH (t:Task) WHERE NOT EXISTS { MATCH (q:Request) WHERE q.task = t.id }
  AND NOT EXISTS { MATCH (t)-[:CHILD_OF]->() } RETURN t.id"""
_REQUESTS = "MATCH (q:Request) WHERE NOT EXISTS { MATCH (t:Task {id: q.task}) } RETURN q.id"


async def raw(store: Store, text: str, /, **parameters: Any) -> list[list[Any]]:
    """Rows of a statement of the test's own."""
    driver = store._driver
    assert isinstance(driver, AsyncDriver)
    answer = await driver.execute_query(text, parameters, database_=store._database)
    return [list(record.values()) for record in answer.records]


async def open_tasks(store: Store) -> set[str]:
    """Identifiers of all tasks."""
    return {row[0] for row in await raw(store, "MATCH (t:Task) RETURN t.id")}


async def faults_of(store: Store) -> list[str]:
    """What is half done, missing or changed in tasks, requests and books."""
    return [*_broken_tasks(await raw(store, _TASKS)), *await _broken_books(store), *await _orphans(store)]


def _broken_tasks(rows: list[list[Any]]) -> list[str]:
    faults = []
    for task, version, final, sequences, parts, places, contents, payloads in rows:
        said = sum(_hashes(json.loads(payload)) for payload in payloads)
        if sequences != list(range(1, version + 1)):
            faults.append(f"task {task}: version {version} and events {sequences}")
        leads = 0 if final else 1
        if parts.count("lead") != leads or places != 1 or contents != said:
            faults.append(f"task {task}: ended {final}, parts {parts}, {places} place(s), {contents} text(s) of {said}")
    return faults


def _hashes(payload: dict[str, Any]) -> int:
    """How many contents an event keeps apart: format 1 had one, `content`."""
    return len(payload.get("contents", ())) + ("content" in payload)


async def _broken_books(store: Store) -> list[str]:
    faults, ends = [], {row[0]: (row[1], row[2]) for row in await raw(store, _BOOKS)}
    position: dict[str, int] = {}
    previous: dict[str, str] = {}
    for book, at, *said, before, digest, owned in await raw(store, _EVENTS):
        task, sequence, instant, by, type_, payload = said
        if at != position.get(book, 0) + 1:
            faults.append(f"book {book}: position {at} after {position.get(book, 0)}")
        if before != previous.get(book, "0" * 64):
            faults.append(f"book {book}, position {at}: does not follow the one before")
        text = json.dumps(
            [task, sequence, book, at, instant, by, type_, payload, before], ensure_ascii=False, separators=(",", ":")
        )
        if digest != hashlib.sha256(text.encode()).hexdigest():
            faults.append(f"book {book}, position {at}: its hash is another")
        if not owned:
            faults.append(f"book {book}, position {at}: an event without a task")
        position[book], previous[book] = at, digest
    faults += [
        f"book {book}: ends at {end}, its events at {(position.get(book, 0), previous.get(book, '0' * 64))}"
        for book, end in ends.items()
        if end != (position.get(book, 0), previous.get(book, "0" * 64))
    ]
    return faults


async def _orphans(store: Store) -> list[str]:
    faults = [f"request {row[0]} stands for no task" for row in await raw(store, _REQUESTS)]
    return faults + [f"task {row[0]} was opened under no request" for row in await raw(store, _UNASKED)]
