"""Whether a task as it stands is what its events say: pure rules for `orgraph ledger verify`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.domain.canonical import digest
from orgraph.domain.content import hashed
from orgraph.domain.deadline import ENDED, Turns
from orgraph.domain.event import Event
from orgraph.domain.field import tags_of
from orgraph.domain.journal import Projected
from orgraph.domain.ledger import Broken, Damage
from orgraph.domain.numbering import number_typed
from orgraph.rules.clocks.deadlines import earliest_turns
from orgraph.rules.ledger.contents import taken_out
from orgraph.rules.tasks.past import Folded, fold
from orgraph.rules.tasks.summaries import agree, counted_as, read_tally, summary_of

Text = tuple[str, str, bool]
"""Salt and text as stored, and whether it was taken out."""


def broken(book: str, events: Sequence[Event]) -> Broken:
    """That a task is not as its events leave it, said of the last of them."""
    last = events[-1] if events else Event("", 0, book, 0, 0, "", "", "", "", "")
    return Broken(Damage.PROJECTION, book, last.position, last.task, last.sequence)


def broken_projection(
    book: str,
    version: int,
    matter: tuple[str, str, int, str, str, int, str | None, int | None],
    now: Projected,
    open_at: Sequence[str],
    hands: Sequence[tuple[str, str, str]],
    events: Sequence[Event],
) -> Broken | None:
    """
    The last event of a task that is not as its events leave it; None if it is.

    `matter` is its kind, category, severity, place, who called and when, its number and the serial of that; `now` what
    it keeps of its fold; `open_at` where it is listed as open. Calendars may have been corrected since: when the light
    of a clock turns that counts working time is only held against natural time, which is never later.
    """
    wrong = broken(book, events)
    try:
        folded = fold(events)
    except (ValueError, TypeError, KeyError, AttributeError):
        return wrong  # an event says what no event can say: somebody edited it
    relation = "HANDLED_BY" if folded.final else "IN_HAND_OF"
    expected = sorted((unit, part, relation) for unit, part in folded.parts.items())
    about = (folded.kind, folded.category, folded.severity, folded.place, folded.whistler, folded.called_at)
    named = (folded.number, _serial(folded.number))
    places = [] if folded.final else [folded.place]
    holds = (
        version == len(events) == folded.version
        and sorted(hands) == expected
        and (matter, list(open_at)) == ((*about, *named), places)
        and (now.state, now.final, now.ended_at) == (folded.state, folded.final, folded.ended_at)
        and now.tags == tags_of(folded.fields)
        and _turns_hold(folded, now.turns)
    )
    return None if holds else wrong


def summary_holds(definitions: Definitions, now: Projected, events: Sequence[Event]) -> bool | None:
    """
    Whether a task, given its events in order, keeps of how it was handled what these lead to.

    None: what it has was found by other findings or calendars than `definitions` hold, and agrees in all else.
    """
    try:
        made = summary_of(definitions, events)
        if made is None or now.summary is None or made.measured_by == now.summary.measured_by:
            return made == now.summary
        kept = now.summary
        agreeing = agree(read_tally(made.tally), read_tally(kept.tally)) and kept.counted_as == counted_as(kept.tally)
        return None if agreeing else False
    except (ValueError, TypeError, KeyError, AttributeError):
        return False  # an event, or what is kept, says what neither can say: somebody edited it


def _serial(number: object) -> int | None:
    """The serial of a number as an event says it."""
    found = number_typed(number) if isinstance(number, str) else None
    return found.serial if found else None


def _turns_hold(folded: Folded, found: Turns) -> bool:
    if folded.final:
        return found == ENDED
    least, exact = earliest_turns(folded.marks)
    if exact:
        return found == least
    pairs = ((found.due, least.due), (found.yellow, least.yellow), (found.red, least.red))
    return all(one is not None and natural is not None and one >= natural for one, natural in pairs)


def broken_texts(events: Sequence[Event], texts: Mapping[str, Text]) -> Iterator[Broken]:
    """Events a content of which is not the one that was written, or is gone without an event that says so."""
    gone = taken_out(events)
    for event in events:
        damages = {_damage(texts.get(key), expected, key in gone) for key, expected in hashed(event).values()}
        for damage in sorted(one for one in damages if one):
            yield Broken(damage, event.book, event.position, event.task, event.sequence)


def _damage(found: Text | None, expected: str, gone: bool) -> Damage | None:
    salt, text, redacted = found or ("", "", True)
    if found is not None and redacted and gone:
        return None
    if redacted:
        return Damage.TEXT_MISSING
    return None if digest([salt, text]) == expected else Damage.TEXT_EDITED
