"""What one entry of the ledger is made from, and of what it consists: the shapes of the journal."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.deadline import Turns
from orgraph.domain.event import Content, Event
from orgraph.domain.new_task import NewTask
from orgraph.domain.numbering import MatterNumber
from orgraph.domain.supervision import Summary


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked for under an idempotency key of `actor`, and the `task` that the key stands for once it is done.

    `body` is the digest of what is asked, `before` the same as format 1 would have written it.
    """

    actor: str
    key: str
    task: str
    body: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """
    The book that is locked, and the tasks of it that are looked at; none: one is to be opened.

    `once`: look for what is open of the same kind and category at the same place, which nobody else can open meanwhile.
    """

    book: str
    tasks: tuple[str, ...] = ()
    once: NewTask | None = None


@dataclass(frozen=True, slots=True)
class Projected:
    """
    What a task keeps of the fold of its events, for lists: all that verification holds against it.

    `ended_at` is when it ended (epoch milliseconds), None while it is open; `turns` is when its light turns, by its
    clocks as they were after its last event; `summary` is how it was handled, None while it is open; `tags` are the
    values of fields that are choices, as domain/field.py has them.
    """

    state: str
    final: bool
    ended_at: int | None
    turns: Turns
    summary: Summary | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A task as it is while its book is held; `open_children`, `parent_ended`: of tasks that belong to it."""

    id: str
    now: Projected
    timer: int | None
    events: tuple[Event, ...]
    open_children: tuple[str, ...]
    parent_ended: bool


@dataclass(frozen=True, slots=True)
class Locked:
    """
    What was looked at while the book is held, `at` its instant in epoch milliseconds.

    `tasks` are those that were asked for and are of this book, in that order; `open` are tasks of the same kind.
    """

    at: int
    tasks: tuple[Looked, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling on ownership, kept at the area of its arbiter for those who decide later."""

    seat: str
    category: str
    unit: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Change:
    """
    What is written of a task that is there: its next event, still without its place in the book, and how it is `then`.

    `contents` is what was typed into the event; `timer` is when a step of its ladder is due, None: never; `fence` is
    that of its timer if a worker holds it, who gives it back with this.

    `ended` are units whose hand on it, or whose record as those who had it at the end, is taken away; `begun` those
    that have it in hand from now on, `kept` those who had it as it ends, with their parts.
    """

    event: Event
    then: Projected
    timer: int | None
    contents: tuple[Content, ...] = ()
    ruling: Ruling | None = None
    into: str = ""
    ended: tuple[str, ...] = ()
    begun: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    fence: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """
    A task that is ready to be opened: its events still without their place in a book, its timer in epoch ms.

    `number` is given by the journal while the book is held, and is in the first of its events then.
    """

    new: NewTask
    events: tuple[Event, ...]
    timer: int | None
    number: MatterNumber | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Contents that are taken out, by id; with them what the requests of `events` (task, sequence) keep of them."""

    contents: tuple[str, ...]
    events: tuple[tuple[str, int], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is written at once, its events in this order: what happened to tasks, then tasks that begin."""

    changes: tuple[Change, ...] = ()
    opened: tuple[Opening, ...] = ()
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """
    What a key stands for: the `task`, its `version` by it (None: it was opened), and the task's events up to now.

    `repeated`: it was done before, and nothing was written now.
    """

    task: str
    version: int | None
    events: tuple[Event, ...]
    repeated: bool
