"""Lists of tasks: filters, orders, pages and counts, against an oracle in plain Python over a world by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.acting import ActingPost
from orgraph.domain.deadline import FAR, Light, Turns
from orgraph.domain.errors import InvalidInput
from orgraph.domain.listing import ANY, Order, Wanted
from orgraph.domain.organisation import Organisation
from orgraph.domain.page import Page
from orgraph.domain.task import Task
from orgraph.domain.time import CHINA, epoch_milliseconds
from orgraph.graph import task_lists
from tests.said import fails

from ..clock import FixedClock
from ..ledger import raw
from ..small_world import TESTER
from .cases import Case

ROOT, NORTH, SOUTH = "987100000000", "987101000000", "987102000000"
VILLAGES = tuple(f"98710{1 + number % 2}10{number}000" for number in range(6))
MOVED = VILLAGES[0]
"""A village that goes over from the north to the south on the day MOVE."""
MOVE = date(2023, 6, 10)
UNITS = ("lists:one", "lists:two", "lists:three")
POSTS = (f"township-head@{NORTH}", f"township-head@{SOUTH}")
CHOICES = {"grade": ("red", "orange", "yellow"), "sort": ("a", "b", "c")}
"""Fields that no definition declares: they are known as tasks carry them."""
FIRST = datetime(2023, 6, 1, tzinfo=CHINA)
NOW = "2023-06-21"

WORLD = """
CREATE (root:Area {code: $root, name: '乙区', short: '乙', level: 'district', since: '2000-01-01', until: '9999-12-31'})
WITH root UNWIND $rows AS row
CREATE (a:Area {code: row.code, name: row.code, short: row.code, level: row.level, since: '2000-01-01', until: '9999-12-31'})
RETURN count(a) AS made"""
PARTS = """
UNWIND $rows AS row
MATCH (a:Area {code: row.code})
MATCH (up:Area {code: row.up})
CREATE (a)-[:PART_OF {id: 'lists:' + row.code + row.since, since: row.since, until: row.until}]->(up)
RETURN count(a) AS made"""
UNIT = """
UNWIND $units AS code
CREATE (n:Organisation:Unit {code: code, name: code, short: code, kind: 'housing', since: '2000-01-01', until: '9999-12-31'})
RETURN count(n) AS made"""
TASKS = """
UNWIND $rows AS row
MATCH (a:Area {code: row.place})
MATCH (u:Organisation {code: row.unit})
CREATE (t:Task {id: row.id, state: row.state, version: 2, kind: row.kind, category: row.category, severity: row.severity,
  place: row.place, called_by: row.called_by, called_at: row.called_at, opened_on: row.opened_on, backstop: false,
  tags: row.tags, final: row.final, ended_at: row.ended_at, due: row.due, yellow: row.yellow, red: row.red,
  pending: row.called_by + '|' + row.pending})
CREATE (t)-[:AT]->(a)
FOREACH (one IN CASE WHEN row.final THEN [] ELSE [1] END | CREATE (t)-[:OPEN_AT]->(a))
FOREACH (one IN CASE WHEN row.final THEN [] ELSE [1] END | CREATE (t)-[:IN_HAND_OF {part: 'lead', since_event: 2}]->(u))
FOREACH (one IN CASE WHEN row.final THEN [1] ELSE [] END | CREATE (t)-[:HANDLED_BY {part: 'lead', since_event: 2}]->(u))
FOREACH (one IN row.texts | CREATE (t)-[:ABOUT]->(c:Content {id: row.id + '#1#text', salt: 's', text: one, redacted: row.redacted}))
RETURN count(t) AS made"""


@dataclass(frozen=True)
class Row:
    """A task as the oracle knows it."""

    id: str
    state: str
    kind: str
    category: str
    severity: int
    place: str
    unit: str
    called_by: str
    called_at: int
    opened_on: str
    final: bool
    ended_at: int | None
    turns: Turns
    text: str
    redacted: int | None
    tags: tuple[str, ...]

    def written(self) -> dict[str, Any]:
        """As the statement takes it."""
        turns = {"due": self.turns.due, "yellow": self.turns.yellow, "red": self.turns.red}
        pending = None if self.turns.due is None else f"{self.turns.due:016d}"
        own = {name: getattr(self, name) for name in Row.__dataclass_fields__ if name not in ("turns", "text")}
        own["tags"] = list(self.tags) or None
        return {**own, **turns, "pending": pending, "texts": [self.text] if self.text or self.redacted else []}


def by_chance(chance: random.Random, number: int, categories: list[str]) -> Row:
    final = chance.random() < 0.4
    called = epoch_milliseconds(FIRST) + chance.randrange(20) * 86_400_000 // 2 + chance.randrange(3)
    day = (
        datetime.fromtimestamp(called / 1000, UTC).astimezone(CHINA) + timedelta(days=chance.choice((0, 0, 3)))
    ).date()
    start = called + chance.randrange(30) * 86_400_000
    running = Turns(start + 86_400_000, start + 43_200_000, start + 60_000_000)
    turns = chance.choice((running, running, running, Turns(FAR, FAR, FAR), Turns(FAR, None, None)))
    redacted = 1 if chance.random() < 0.1 else None
    return Row(
        id=f"lists-{chance.randrange(10**6):06}-{number}",
        state=chance.choice(("closed", "void") if final else ("dispatched", "in-hand")),
        kind=chance.choice(("emergency", "daily-work")),
        category=chance.choice(categories),
        severity=chance.randint(1, 5),
        place=chance.choice(VILLAGES),
        unit=chance.choice(UNITS),
        called_by=chance.choice(POSTS),
        called_at=called,
        opened_on=day.isoformat(),
        final=final,
        ended_at=called + chance.randrange(10**9) if final else None,
        turns=Turns(None, None, None) if final else turns,
        text="" if redacted else chance.choice(("", f"第{number}件")),
        redacted=redacted,
        tags=tuple(f"{name}={chance.choice(values)}" for name, values in CHOICES.items() if chance.random() < 0.7),
    )


class Lists:
    """The rows, and the answers of the oracle."""

    def __init__(self, services: Services, rows: list[Row], now: int) -> None:
        self.services = services
        self.rows = rows
        self.now = now

    def wanted(self, wanted: Wanted, rows: list[Row]) -> list[Row]:
        """Those that are wanted, in no order."""
        lineages = {one.key: one.lineage for one in self.services.definitions.categories}
        return [
            row
            for row in rows
            if (not wanted.states or row.state in wanted.states)
            and (not wanted.kinds or row.kind in wanted.kinds)
            and (not wanted.categories or set(wanted.categories) & set(lineages[row.category]))
            and (not wanted.lights or row.turns.light(self.now) in wanted.lights)
            and all(
                any(f"{name}={value}" in row.tags for other, value in wanted.fields if other == name)
                for name, _ in wanted.fields
            )
            and wanted.unit in (None, row.unit)
            and (wanted.since is None or day_of(row.called_at) >= wanted.since)
            and (wanted.until is None or day_of(row.called_at) <= wanted.until)
            and wanted.ended in (None, row.final)
        ]

    def below(self, area: str) -> list[Row]:
        """Tasks that are counted at an area."""
        return [row for row in self.rows if area in (ROOT, row.place, town_of(row.place, row.opened_on))]


def day_of(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(CHINA).date()


def town_of(place: str, day: str) -> str:
    own = f"{place[:6]}000000"
    return SOUTH if place == MOVED and day >= MOVE.isoformat() else own


def sort_key(order: Order, row: Row) -> tuple[Any, ...]:
    never = FAR + 1
    return {
        Order.CALLED: (-row.called_at,),
        Order.DUE: (never if row.turns.due is None else row.turns.due,),
        Order.SEVERITY: (-row.severity, -row.called_at),
        Order.ENDED: (-(row.ended_at or 0),),
    }[order] + (row.id,)


def filters(chance: random.Random, categories: list[str], number: int) -> list[Wanted]:
    """Filters by chance, of one word up to all."""
    found = [ANY]
    for _ in range(number):
        since = FIRST.date() + timedelta(days=chance.randrange(12))
        every: dict[str, Any] = {
            "states": tuple(chance.sample(("closed", "void", "dispatched", "in-hand"), 2)),
            "kinds": (chance.choice(("emergency", "daily-work")),),
            "categories": (chance.choice(categories),),
            "lights": tuple(chance.sample(list(Light), 2)),
            "fields": tuple(
                (name, value)
                for name in chance.sample(sorted(CHOICES), chance.choice((1, 1, 2)))
                for value in chance.sample(CHOICES[name], 2)
            ),
            "unit": chance.choice(UNITS),
            "since": since,
            "until": since + timedelta(days=chance.randrange(9)),
            "ended": chance.choice((True, False)),
        }
        names = chance.sample(sorted(every), chance.choice((1, 1, 2, 3)))
        if "lights" in names and "ended" in names:
            every["ended"] = False
        found.append(replace(ANY, **{name: every[name] for name in names}))
    return found


@pytest.fixture
async def lists(services: Services, definitions: Definitions, clock: FixedClock) -> AsyncIterator[Lists]:
    """Some hundred tasks in a district of their own; taken away afterwards, for no ledger speaks of them."""
    chance = random.Random(18)
    clock.move_to(NOW)
    clock.stand_still()
    rows = [by_chance(chance, number, some_categories(definitions)) for number in range(150)]
    try:
        areas = [{"code": code, "level": "township"} for code in (NORTH, SOUTH)]
        areas += [{"code": code, "level": "village"} for code in VILLAGES]
        await raw(services.store, WORLD, root=ROOT, rows=areas)
        ever, move = ("2000-01-01", "9999-12-31"), MOVE.isoformat()
        ways = [(NORTH, ROOT, *ever), (SOUTH, ROOT, *ever)]
        ways += [(code, f"{code[:6]}000000", *ever) for code in VILLAGES if code != MOVED]
        ways += [(MOVED, NORTH, ever[0], move), (MOVED, SOUTH, move, ever[1])]
        parts = [dict(zip(("code", "up", "since", "until"), way, strict=True)) for way in ways]
        await raw(services.store, PARTS, rows=parts)
        await raw(services.store, UNIT, units=list(UNITS))
        assert await raw(services.store, TASKS, rows=[row.written() for row in rows]) == [[150]]
        yield Lists(services, rows, epoch_milliseconds(clock.now()))
    finally:
        for text in (
            "MATCH (t:Task) WHERE t.id STARTS WITH 'lists-' DETACH DELETE t",
            "MATCH (c:Content) WHERE c.id STARTS WITH 'lists-' DETACH DELETE c",
            "MATCH (a:Area) WHERE a.code STARTS WITH '9871' DETACH DELETE a",
            "MATCH (u:Organisation) WHERE u.code STARTS WITH 'lists:' DETACH DELETE u",
        ):
            await raw(services.store, text)


def some_categories(definitions: Definitions) -> list[str]:
    """A category with others below it, these, and one beside them."""
    parent = next(one.lineage[1] for one in definitions.categories if len(one.lineage) > 1)
    below = sorted({one.key for one in definitions.categories if parent in one.lineage})
    return [*below[:4], parent, next(one.key for one in definitions.categories if one.key not in below)]


async def all_pages(ask: Any) -> list[Task]:
    """All pages of a list, seven rows each."""
    seen: list[Task] = []
    page: Page[Task] = await ask("")
    while True:
        seen += page.items
        if not page.has_next:
            return seen
        page = await ask(page.cursors[-1])


@pytest.mark.parametrize(
    "small",
    [pytest.param(True, id="from-the-area"), pytest.param(False, id="from-all")],
)
async def test_lists_of_an_area_hold_what_is_wanted_in_their_order(
    lists: Lists, definitions: Definitions, engine: str, full: bool, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not small:
        monkeypatch.setattr(task_lists, "SMALL", 0)
    chance, tasks = random.Random(5), lists.services.tasks
    for wanted in filters(chance, some_categories(definitions), 24 if engine == "embedded" or full else 4):
        area = chance.choice((ROOT, NORTH, SOUTH, MOVED))
        order = chance.choice(list(Order)) if small else Order.CALLED
        rows = lists.wanted(wanted, lists.below(area))

        async def ask(after: str, area: str = area, wanted: Wanted = wanted, order: Order = order) -> Page[Task]:
            return await tasks.tasks(TESTER, area, 7, after, wanted, order)

        found = await all_pages(ask)
        expected = sorted(rows, key=lambda row: sort_key(order, row))
        assert [one.id for one in found] == [row.id for row in expected], (wanted, order, area)
        counts = await tasks.counts(TESTER, area, wanted)
        assert (counts.total, counts.ended) == (len(rows), sum(row.final for row in rows))
        assert {one.key: one.number for one in counts.by_state} == Counter(row.state for row in rows)
        lights = Counter(str(light) for row in rows if (light := row.turns.light(lists.now)))
        assert {one.key: one.number for one in counts.by_light} == lights


async def test_inboxes_hold_what_is_wanted_in_their_order(lists: Lists, definitions: Definitions) -> None:
    chance, tasks = random.Random(7), lists.services.tasks
    for wanted in filters(chance, some_categories(definitions), 16):
        wanted, of = replace(wanted, ended=None), chance.choice((*UNITS, *POSTS))
        order = chance.choice(list(Order))
        rows = lists.wanted(wanted, [row for row in lists.rows if of in (row.unit, row.called_by) and not row.final])

        async def ask(after: str, of: str = of, wanted: Wanted = wanted, order: Order = order) -> Page[Task]:
            return await tasks.inbox(TESTER, of, 7, after, wanted, order)

        found = await all_pages(ask)
        expected = sorted(rows, key=lambda row: sort_key(order, row))
        assert [one.id for one in found] == [row.id for row in expected], (wanted, order, of)
        counts = await tasks.inbox_counts(TESTER, of, wanted)
        assert (counts.total, counts.ended) == (len(rows), 0)
        assert {one.key: one.number for one in counts.by_state} == Counter(row.state for row in rows)


async def test_a_row_has_all_that_a_list_shows(lists: Lists) -> None:
    found = {one.id: one for one in await all_pages(lambda after: lists.services.tasks.tasks(TESTER, ROOT, 100, after))}
    for row in lists.rows:
        task = found[row.id]
        assert task.tags == row.tags
        assert (task.text, task.redacted) == (row.text, row.redacted is not None)
        assert task.light is row.turns.light(lists.now)
        assert (task.lead and task.lead.code, bool(task.parts), bool(task.handled)) == (
            row.unit,
            not row.final,
            row.final,
        )
        assert (task.ended_at and epoch_milliseconds(task.ended_at)) == row.ended_at
        instants = [at and epoch_milliseconds(at) for at in (task.due, task.yellow, task.red)]
        assert instants == [None if at == FAR else at for at in (row.turns.due, row.turns.yellow, row.turns.red)]


async def test_words_are_known_by_their_titles_and_by_what_tasks_still_carry(services: Services, lists: Lists) -> None:
    by_key = await services.tasks.counts(TESTER, ROOT, Wanted(states=("closed",), kinds=("emergency",)))
    states = {one.key: one for lifecycle in services.definitions.lifecycles for one in lifecycle.states.values()}
    (kind, *_) = services.definitions.tasks.of("emergency")
    titles = Wanted(states=(states["closed"].title.zh,), kinds=(kind.title.zh,))
    assert await services.tasks.counts(TESTER, ROOT, titles) == by_key and by_key.total
    task = lists.rows[0].id
    await raw(services.store, "MATCH (t:Task {id: $id}) SET t.state = 'as-it-was-called' RETURN t.id", id=task)
    assert (await services.tasks.counts(TESTER, ROOT, Wanted(states=("as-it-was-called",)))).total == 1


async def test_a_unit_that_has_ended_is_meant_by_its_name_too(services: Services, lists: Lists) -> None:
    """榆岭县综治中心 closed on 2023-01-01: what it had in hand at the end is found without its code."""
    counted = [
        (await services.tasks.counts(TESTER, ROOT, Wanted(unit=unit))).total
        for unit in ("qingshi:centre-yuling", "榆岭县综治中心")
    ]
    assert counted[0] == counted[1]
    assert (await services.tasks.inbox_counts(TESTER, "榆岭县综治中心")).total == (
        await services.tasks.inbox_counts(TESTER, "qingshi:centre-yuling")
    ).total


async def test_a_cursor_of_another_order_and_an_inbox_of_ended_tasks_are_refused(
    services: Services, lists: Lists
) -> None:
    page = await services.tasks.tasks(TESTER, ROOT, 3)
    with fails(InvalidInput, match="order called"):
        await services.tasks.tasks(TESTER, ROOT, 3, page.cursors[-1], order=Order.DUE)
    with fails(InvalidInput, match="open tasks only"):
        await services.tasks.inbox(TESTER, UNITS[0], wanted=Wanted(ended=True))


async def test_clocks_and_parties_are_asked_for_many_at_once(services: Services, case: Case) -> None:
    before = services.store.statements
    clocks = await services.tasks.clocks_of(TESTER, [case.task.id, "nothing"])
    asked = ("township-head@990102001000", "qingshi:centre-hedong", "township-head@000000000000", "nobody:there")
    days = (date(2023, 8, 22), date(1999, 1, 1))
    parties = await services.tasks.acting(TESTER, [(party, day) for party in asked for day in days])
    assert services.store.statements - before == 2
    assert clocks == {case.task.id: (await services.tasks.task(TESTER, case.task.id)).deadlines}
    head, long_ago = (parties[asked[0], day] for day in days)
    assert isinstance(head, ActingPost) and isinstance(long_ago, ActingPost)
    assert (head.role, head.area.code, len(head.officers), long_ago.officers) == (
        "township-head",
        "990102001000",
        1,
        (),
    )
    centres = [parties[asked[1], day] for day in days]
    assert all(isinstance(one, Organisation) and one.code == asked[1] for one in centres)
    assert len(parties) == 4
