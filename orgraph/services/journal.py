"""The journal: the only way to write what happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from orgraph.definitions.definitions import Definitions
from orgraph.domain.canonical import canonical
from orgraph.domain.content import Text
from orgraph.domain.errors import OrgraphError
from orgraph.domain.event import Event
from orgraph.domain.journal import Asked, Change, Entered, Entry, Locked, Look
from orgraph.domain.ledger import BookEnd
from orgraph.domain.notice import Notice, Target
from orgraph.domain.said import said
from orgraph.domain.sealing import Seal, sealed
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.domain.track_record import MonthRecord
from orgraph.graph.journal import Claimed, Opened, Written, lock, open_tasks, redact, write
from orgraph.graph.store import Store, Transaction
from orgraph.rules.ledger.chain import chained
from orgraph.rules.ledger.contents import hashes, kept
from orgraph.rules.ledger.keys import check_same
from orgraph.rules.tasks.notices import notices_of
from orgraph.rules.tasks.numbers import numbered, numbering
from orgraph.rules.tasks.track_records import difference

Decide = Callable[[Locked], Entry | OrgraphError]
"""A pure rule: what is entered after what was looked at; an error, given or raised, says why nothing is."""


class Journal:
    """Enters what happens to tasks into the ledger of their book, once for each key."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        clock: Clock,
        new_id: Callable[[], str],
        targets: Sequence[Target],
    ) -> None:
        self._store = store
        self._levels = definitions.levels
        self._above = definitions.levels_above_books
        self._clock = clock
        self._new_id = new_id
        self._targets = targets

    async def enter(self, asked: Asked, look: Look, decide: Decide) -> Entered:
        """
        Lock a book, look, and write what `decide` says, all in one transaction and once for the key of `asked`.

        `decide` is asked again, of what is there then, when another writer was faster. What it refuses is undone, and
        so is the claim of the key. Raises what it refuses with, IdempotencyConflict, Fenced, StoreMismatch,
        StoreUnavailable and StoreBusy.
        """
        me, seal = self._new_id(), sealed(asked.body, self._new_id())

        async def work(transaction: Transaction) -> Entered:
            return await self._entered(transaction, asked, look, decide, me, seal)

        return await self._store.write(work)

    async def _entered(
        self, transaction: Transaction, asked: Asked, look: Look, decide: Decide, me: str, seal: Seal
    ) -> Entered:
        at = epoch_milliseconds(self._clock.now())
        claimed = await lock(transaction, asked, look, seal=seal, at=at, me=me, above=self._above)
        check_same(asked.key, claimed.seal, asked.body, claimed.task, asked.before)
        past = next((one.events for one in claimed.tasks if one.id == asked.task), ())
        if _done(claimed, look):
            return Entered(claimed.task, claimed.version, past, repeated=True)
        entry = decide(Locked(at, claimed.tasks, claimed.open))
        if isinstance(entry, OrgraphError):
            raise entry
        page = self._page(entry, claimed)
        version = next((one.event.sequence for one in page.written if one.event.task == asked.task), None)
        if page.written:
            assert version is not None  # what is asked for happens to the task that the key stands for
            _check_held(entry.changes, await write(transaction, asked, page.end, version, page.written))
        if page.opened:
            await open_tasks(transaction, page.end, page.numbered, page.opened)
        if entry.removal:
            await redact(transaction, entry.removal)
        return Entered(asked.task, version, (*past, *page.of(asked.task)), repeated=False)

    def _page(self, entry: Entry, held: Claimed) -> _Page:
        """The entry with its numbers, its events behind the end of the book that is held, and whom they are told."""
        written, opened, end = [], [], held.end
        named = numbering(end.book, held.area, held.above, self._levels, held.numbered, held.namesakes)
        begun, after = numbered(entry.opened, named)
        for change in entry.changes:
            typed, texts = self._typed(change)
            (event,), end = chained(end, [typed])
            written.append(Written(change, event, texts, self._told([event]), _records(change, held)))
        for opening in begun:
            events, end = chained(end, opening.events)
            opened.append(Opened(opening, events, self._told(events)))
        return _Page(tuple(written), tuple(opened), end, after.given)

    def _typed(self, change: Change) -> tuple[Event, tuple[Text, ...]]:
        """The event with the salted hashes of what was typed into it, which is kept apart."""
        if not change.contents:
            return change.event, ()
        texts = kept(change.event.id, change.contents, self._new_id)
        said = {**change.event.said, **hashes(texts)}
        return replace(change.event, payload=canonical(said)), texts

    def _told(self, events: Sequence[Event]) -> tuple[Notice, ...]:
        return tuple(notices_of(events, self._targets))


class Fenced(OrgraphError):
    """The lease ended and another worker has the timer: what this one was about to do is undone."""

    code = "fenced"


@dataclass(frozen=True, slots=True)
class _Page:
    """What is written, and the end of the book after it with how many numbers it gave in each year."""

    written: tuple[Written, ...]
    opened: tuple[Opened, ...]
    end: BookEnd
    numbered: str

    def of(self, task: str) -> tuple[Event, ...]:
        """The events of a task."""
        events = (*(one.event for one in self.written), *(event for one in self.opened for event in one.events))
        return tuple(event for event in events if event.task == task)


def _done(claimed: Claimed, look: Look) -> bool:
    """Whether the key has done it before: it has led a task to a version, or has opened one."""
    return claimed.version is not None if look.tasks else claimed.there


def _records(change: Change, held: Claimed) -> tuple[MonthRecord, ...]:
    """What a change of a task adds to the track record of who leads it, or led it."""
    before = next(one for one in held.tasks if one.id == change.event.task)
    return difference(held.end.book, before.events[0].said["category"], before.now, change.then)


def _check_held(changes: Iterable[Change], fences: dict[str, int]) -> None:
    for change in changes:
        if change.fence is not None and fences.get(change.event.task) != change.fence:
            raise Fenced(said("timer-held"))
