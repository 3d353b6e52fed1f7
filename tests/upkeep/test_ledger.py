"""What was written before is read as it was read then: every event of a ledger that an earlier version has written."""

from __future__ import annotations

from pathlib import Path

from .make_ledger import read_from, unpacked

LEDGER = unpacked(Path(__file__).parent / "ledger.json.gz")


def test_each_event_of_an_earlier_version_is_read_as_that_version_read_it() -> None:
    for task in LEDGER:
        events = [event for event, _ in task]
        for number, (event, before) in enumerate(task, 1):
            now = read_from(events[:number])
            for part, said in before.items():
                of = said if isinstance(said, dict) else {"": said}
                found = now[part] if isinstance(said, dict) else {"": now[part]}
                differing = {name: (of[name], found.get(name)) for name in of if of[name] != found.get(name)}
                assert not differing, (event.task, number, part, differing)
