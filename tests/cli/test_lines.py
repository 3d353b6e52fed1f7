"""Lines of lists and histories that no golden shows."""

from __future__ import annotations

from datetime import datetime

import pytest

from orgraph.cli.render.actions import precision
from orgraph.cli.render.audit import change_lines
from orgraph.cli.render.lists import task_cells
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import Area
from orgraph.domain.audit import Change
from orgraph.domain.organisation import Organisation
from orgraph.domain.task import Task, TaskPart
from orgraph.domain.time import CHINA, epoch_milliseconds

CALLED = datetime(2023, 8, 22, 10, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("seconds", "exactly"),
    [((0,), "minutes"), ((0, 0), "minutes"), ((0, 60, 120), "minutes"), ((0, 1), "seconds"), ((0, 59, 120), "seconds")],
)
def test_times_have_seconds_where_two_events_share_a_minute(seconds: tuple[int, ...], exactly: str) -> None:
    assert precision(epoch_milliseconds(CALLED) + one * 1000 for one in seconds) == exactly


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_closed_task_shows_in_a_list_who_had_it(definitions: Definitions, lang: str) -> None:
    had = TaskPart(Organisation("qingshi:housing", "青石市住建局", "housing"), "lead")
    place = Area("990102001001", "光明社区", "village")
    task = Task("id", "closed", 9, "emergency", "dispute", 3, place, "head@990102001000", CALLED, False, handled=(had,))
    assert "青石市住建局" in task_cells(task, Speech(definitions, lang))


def test_the_first_look_of_a_watch_calls_nothing_new(definitions: Definitions) -> None:
    (line,) = change_lines(Change((), (), 12, first=True), "2023-08-22 10:00:00", Speech(definitions, "en"))
    assert "12 gaps now" in line and "opened" not in line.lower()
