"""Checks the ledger, takes texts out of it, and runs past decisions again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.canonical import Json, canonical, digest, hash_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import PROPOSAL, REDACTED
from orgraph.domain.journal import Asked, Change, Entry, Locked, Look, Removal
from orgraph.domain.ledger import GENESIS, BookEnd, Broken, Damage, Difference, Redaction, Replay, Verification
from orgraph.domain.organisation import Organisation
from orgraph.domain.said import said
from orgraph.domain.text import is_blank
from orgraph.domain.time import CHINA, epoch_milliseconds
from orgraph.domain.whistle import Decision
from orgraph.graph.definitions import all_kept, kept_under
from orgraph.graph.ledger import (
    StoredTask,
    book_ends,
    decisions_since,
    events_of,
    stored_task,
    stored_tasks,
)
from orgraph.graph.store import Store
from orgraph.rules.ledger.chain import damage, following
from orgraph.rules.ledger.contents import typed
from orgraph.rules.ledger.keys import check_key
from orgraph.rules.ledger.masking import masked
from orgraph.rules.ledger.redacting import redaction, removable
from orgraph.rules.ledger.rerun import rerun
from orgraph.rules.ledger.serials import Given, run_on
from orgraph.rules.ledger.verifying import broken, broken_projection, broken_texts, summary_holds
from orgraph.rules.packs.adoption import measured_otherwise
from orgraph.rules.tasks.wanted import no_task
from orgraph.rules.whistles.proposing import proposed_again
from orgraph.services.journal import Journal

Progress = Callable[[int], None]
"""Called with the rows looked at so far."""


def unwatched(done: int) -> None:
    """Progress that nobody watches."""


class Ledger:
    """What anyone may check, and what may be taken out without breaking it."""

    def __init__(self, store: Store, definitions: Definitions, journal: Journal) -> None:
        self._store = store
        self._definitions = definitions
        self._journal = journal

    async def verify(self, actor: Actor, kept: Sequence[BookEnd] = (), progress: Progress = unwatched) -> Verification:
        """
        Go through every book and every task.

        Of each book the first row that was edited, deleted or moved is named, and the first whose number does not run
        on; of each task a projection or a text that is not what its events say; what was found of a task that has
        ended, as far as it was found by what holds today;
        each definition that was taken over and is kept otherwise.
        `kept` are ends of books that were kept elsewhere: each must still be in its book.
        Writes may go on meanwhile. Raises StoreUnavailable.
        """
        ends = await book_ends(self._store)
        broken, events = [], 0
        for end in (*ends, *_gone(kept, ends)):
            found, seen = await self._book(end, [one for one in kept if one.book == end.book], progress)
            broken += found
            events += seen
        async for one in all_kept(self._store):
            if hash_of(one.text) != one.digest:
                broken.append(Broken(Damage.DEFINITION, "", 0, definition=one.digest))
        tasks = redacted = 0
        otherwise: Counter[str] = Counter()
        known = {end.book for end in await book_ends(self._store)}
        async for task in stored_tasks(self._store):
            tasks += 1
            progress(events + tasks)
            redacted += sum(1 for text in task.texts if text.redacted)
            found, measured = await self._task(task)
            broken += found
            if not measured and task.now.summary:
                otherwise[task.now.summary.measured_in or ""] += 1
            if task.book not in known:
                broken.append(Broken(Damage.CUT, task.book, 0, task.id))
        differing = await self._differing(otherwise)
        return Verification(events, tasks, redacted, otherwise.total(), differing, ends, tuple(broken))

    async def _differing(self, hashes: Iterable[str]) -> tuple[str, ...]:
        """The definitions that measure, by name, in which sets of these hashes differ from those of today."""
        kept = [one for each in hashes if each for one in await kept_under(self._store, each, 1)]
        names = {name for one in kept for name in measured_otherwise(one.text, self._definitions.content)}
        return tuple(sorted(names))

    async def _book(self, end: BookEnd, kept: Sequence[BookEnd], progress: Progress) -> tuple[list[Broken], int]:
        """The first break of a book, the first of its numbers that does not run on, and how many events it has."""
        before, seen = BookEnd(end.book, 0, GENESIS), 0
        broken: list[Broken] = []
        given: Given = {}
        anchors = {one.position: one.hash for one in kept if one.position}
        async for event, owned, filed in events_of(self._store, end.book):
            seen += 1
            progress(seen)
            wrong = damage(before, event) or (None if owned else Damage.STRAY) or (None if filed else Damage.PROJECTION)
            if wrong is None and anchors.pop(event.position, event.hash) != event.hash:
                wrong = Damage.ANCHOR
            if wrong:
                return [*broken, Broken(wrong, end.book, event.position, event.task, event.sequence)], seen
            given, misnumbered = run_on(given, event)
            if misnumbered and not broken:
                broken.append(Broken(misnumbered, end.book, event.position, event.task, event.sequence))
            before = BookEnd(end.book, event.position, event.hash)
        if before.position < end.position or anchors:
            return [*broken, Broken(Damage.CUT, end.book, before.position + 1)], seen
        now = {one.book: one for one in await book_ends(self._store)}.get(end.book)
        if now is None or now.position < before.position or (now.position == before.position and now != before):
            broken.append(Broken(Damage.CUT, end.book, before.position))
        return broken, seen

    async def _task(self, task: StoredTask) -> tuple[list[Broken], bool]:
        """
        What is wrong with a task, and whether all that it keeps could be looked at.

        It is looked at again if anything is wrong, for it may just have moved on.
        """
        found, measured = self._damaged(task)
        if found:
            again = await stored_task(self._store, task.id)
            found, measured = self._damaged(again) if again else (found, measured)
        return found, measured

    def _damaged(self, task: StoredTask) -> tuple[list[Broken], bool]:
        wrong = broken_projection(task.book, task.version, task.matter, task.now, task.open_at, task.hands, task.events)
        holds = summary_holds(self._definitions, task.now, task.events) if wrong is None else False
        if wrong is None and holds is False:
            wrong = broken(task.book, task.events)
        texts = {text.id: (text.salt, text.text, bool(text.redacted)) for text in task.texts}
        return [*([wrong] if wrong else []), *broken_texts(task.events, texts)], holds is not None

    async def redact(
        self, actor: Actor, task: str, sequence: int, reason: str, key: str, fields: Sequence[str] = ()
    ) -> Redaction:
        """
        Take what was typed into a task's event out of the ledger (脱敏): `fields`, or all; the book holds as before.

        With it goes what it could be guessed from: its salt, and what its request keeps. That it was done, by whom and
        why, is an event of its own. Raises NotFound, InvalidInput (no reason, nothing there that can be taken out) and
        IdempotencyConflict.
        """
        check_key(key)
        if is_blank(reason):
            raise InvalidInput(said("no-reason"), said("mend-give-reason"))
        found = await stored_task(self._store, task)
        if found is None:
            raise no_task(task)
        copies = await self._copies(found, sequence)
        asked = Asked(actor.id, key, task, digest([task, sequence, masked(reason), REDACTED, *sorted(fields)]))
        origins = ((task, sequence), *(_event_of(one) for one in copies if not one.startswith(f"{task}#")))

        def decide(locked: Locked) -> Entry:
            (held,) = locked.tasks
            of = removable(held.events, sequence, fields)
            said: dict[str, Json] = {"event": sequence, "fields": sorted(of)}
            event = following(held.events, locked.at, actor.id, REDACTED, said)
            change = Change(event, held.now, held.timer, contents=typed(reason=reason))
            return Entry((change,), removal=Removal(tuple(of.values()), origins, event.at))

        entered = await self._journal.enter(asked, Look(found.book, (task,)), decide)
        assert entered.version is not None  # something happened to a task that was there
        return replace(redaction(entered.events, entered.version), copies=copies, done=not entered.repeated)

    async def _copies(self, task: StoredTask, sequence: int) -> tuple[str, ...]:
        """Where the words of an event stand once more: a meeting's assignment opens a task with the same text."""
        event = next((one for one in task.events if one.sequence == sequence), None)
        said = event.said if event else {}
        if "child" in said:
            return (f"{said['child']}#1",)
        parent = await stored_task(self._store, said["parent"]) if "parent" in said else None
        return tuple(one.id for one in parent.events if one.said.get("child") == task.id) if parent else ()

    async def replay(self, actor: Actor, since: date, progress: Progress = unwatched) -> Replay:
        """Run every decision since a day again on its recorded input, and say which come out differently."""
        start = epoch_milliseconds(datetime.combine(since, time(), CHINA))
        differences, decisions = [], 0
        async for one in decisions_since(self._store, start):
            decisions += 1
            progress(decisions)
            outcomes = _again(json.loads(one.payload))
            differences += [Difference(one.task, one.sequence, then, now) for then, now in outcomes if then != now]
        return Replay(since, decisions, tuple(differences))


def _gone(kept: Sequence[BookEnd], ends: Sequence[BookEnd]) -> list[BookEnd]:
    """Books that were kept and are not there any more."""
    there = {end.book for end in ends}
    return [BookEnd(book, 0, GENESIS) for book in sorted({one.book for one in kept} - there)]


def _event_of(identifier: str) -> tuple[str, int]:
    task, _, sequence = identifier.partition("#")
    return task, int(sequence)


def _again(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a decision came to, and what the rule of this version makes of the input that it recorded."""
    if "result" in payload:
        again = rerun(payload["input"], _area, _organisation)
        yield _outcome(payload["result"]), _rerun_outcome(again) if again else ""
    if PROPOSAL in payload:
        proposal = payload[PROPOSAL]
        yield canonical(proposal["units"]), canonical(list(proposed_again(proposal, _area, _organisation)))


def _outcome(result: Mapping[str, Any]) -> str:
    following = [one["organisation"] for one in result["following"] if one["organisation"] != _code(result["lead"])]
    return _said(_code(result["lead"]), [_code(one) for one in result["helpers"]], following, result["backstop"])


def _rerun_outcome(decision: Decision) -> str:
    helpers, following = ([one.organisation.code for one in some] for some in (decision.helpers, decision.following))
    return _said(decision.lead.organisation.code, helpers, following, decision.backstop)


def _code(called: Mapping[str, Any]) -> str:
    return str(called["organisation"])


def _said(lead: str, helpers: Sequence[str], following: Sequence[str], backstop: bool) -> str:
    return canonical([lead, list(helpers), list(following), backstop])


def _area(code: str) -> Area:
    return Area(code, code, "")


def _organisation(code: str) -> Organisation:
    return Organisation(code, code, "")
