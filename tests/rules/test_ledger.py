"""The hash chain: any change to what was written shows, at the first place that was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from orgraph.domain.event import Event
from orgraph.domain.ledger import GENESIS, BookEnd
from orgraph.rules.ledger.chain import chained, damage, event_hash

drafts = st.lists(
    st.builds(
        Event,
        task=st.sampled_from(["t1", "t2", "t3"]),
        sequence=st.integers(1, 9),
        book=st.just(""),
        position=st.just(0),
        at=st.integers(0, 2**42),
        by=st.text(max_size=5),
        recorded_type=st.sampled_from(["called", "dispatched"]),
        payload=st.text(max_size=20),
        previous=st.just(""),
        hash=st.just(""),
    ),
    min_size=1,
    max_size=8,
)


def first_break(events: Sequence[Event]) -> Event | None:
    end = BookEnd("990102000000", 0, GENESIS)
    for event in events:
        if damage(end, event):
            return event
        end = BookEnd(event.book, event.position, event.hash)
    return None


def book_of(rows: list[Event]) -> list[Event]:
    events, _ = chained(BookEnd("990102000000", 0, GENESIS), rows)
    return list(events)


@given(drafts, st.integers(0, 8))
def test_a_book_holds_however_it_was_written(rows: list[Event], cut: int) -> None:
    start = BookEnd("990102000000", 0, GENESIS)
    whole, end = chained(start, rows)
    first, middle = chained(start, rows[:cut])
    second, last = chained(middle, rows[cut:])
    assert (*first, *second) == whole and last == end
    assert first_break(whole) is None
    assert [event.position for event in whole] == list(range(1, len(rows) + 1))
    assert end == BookEnd("990102000000", len(rows), whole[-1].hash)


@given(drafts, st.data())
def test_an_edit_shows_where_it_was_made(rows: list[Event], data: st.DataObject) -> None:
    book = book_of(rows)
    number = data.draw(st.integers(0, len(book) - 1))
    event = book[number]
    edits = {
        "task": event.task + "x",
        "sequence": event.sequence + 1,
        "book": "990121000000",
        "at": event.at + 1,
        "by": event.by + "x",
        "recorded_type": event.recorded_type + "x",
        "payload": event.payload + " ",
        "previous": "f" * 64,
        "hash": "f" * 64,
    }
    field = data.draw(st.sampled_from(sorted(edits)))
    edited = replace(event, **{field: edits[field]})  # type: ignore[arg-type]
    broken = [*book[:number], edited, *book[number + 1 :]]
    assert first_break(broken) == edited


@given(drafts, st.data())
def test_an_edit_with_a_new_hash_shows_at_the_next_event(rows: list[Event], data: st.DataObject) -> None:
    book = book_of([*rows, rows[0]])
    number = data.draw(st.integers(0, len(book) - 2))
    forged = replace(book[number], payload=book[number].payload + "x")
    forged = replace(forged, hash=event_hash(forged))
    assert first_break([*book[:number], forged, *book[number + 1 :]]) == book[number + 1]


@given(drafts, st.integers(2, 9))
def test_a_last_event_that_claims_another_position_shows(rows: list[Event], ahead: int) -> None:
    *book, last = book_of(rows)
    forged = replace(last, position=last.position + ahead - 1)
    forged = replace(forged, hash=event_hash(forged))
    assert first_break([*book, forged]) == forged


@given(drafts, st.data())
def test_a_deleted_event_shows(rows: list[Event], data: st.DataObject) -> None:
    book = book_of([*rows, rows[0]])
    number = data.draw(st.integers(0, len(book) - 2))
    assert first_break([*book[:number], *book[number + 1 :]]) == book[number + 1]


@given(drafts, st.data())
def test_events_in_another_order_show(rows: list[Event], data: st.DataObject) -> None:
    book = book_of([*rows, rows[0]])
    number = data.draw(st.integers(0, len(book) - 2))
    swapped = [*book[:number], book[number + 1], book[number], *book[number + 2 :]]
    assert first_break(swapped) == book[number + 1]


def test_fields_do_not_run_into_each_other() -> None:
    event = Event("t", 1, "b", 1, 0, "ab", "c", "", GENESIS, "")
    assert event_hash(event) != event_hash(replace(event, by="a", recorded_type="bc"))
