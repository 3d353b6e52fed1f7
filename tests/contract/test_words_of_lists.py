"""Lists of tasks: words that mean nothing are refused with those that come nearest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.deadline import Light
from orgraph.domain.errors import InvalidInput, NotFound, OrgraphError
from orgraph.domain.listing import Wanted
from tests.said import advised, in_english

from ..small_world import TESTER

REFUSED: tuple[tuple[Wanted, str], ...] = (
    (Wanted(states=("close",)), "closed"),
    (Wanted(states=("办节",)), "closed"),
    (Wanted(kinds=("emergancy",)), "emergency"),
    (Wanted(categories=("路面塌限",)), "road-collapse"),
    (Wanted(unit="河东区住建"), "河东"),
    (Wanted(unit="qingshi:nobody"), "search"),
    (Wanted(unit="qingshi:housing-hedon"), "qingshi:housing-hedong"),
    (Wanted(states=("",)), "they are"),
    (Wanted(kinds=("",)), "they are"),
    (Wanted(categories=("",)), "definitions list categories"),
    (Wanted(unit=""), "search"),
    (Wanted(fields=(("grade", "red"),)), "no kind of task has a field that is a choice"),
    (Wanted(since=date(2023, 6, 2), until=date(2023, 6, 1)), "later end"),
    (Wanted(lights=(Light.RED,), ended=True), "no light"),
)


@pytest.mark.parametrize(("wanted", "near"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
async def test_words_that_mean_nothing_are_refused_with_what_comes_nearest(
    services: Services, wanted: Wanted, near: str
) -> None:
    asked: tuple[Any, ...] = (
        services.tasks.tasks(TESTER, "河东区", wanted=wanted),
        services.tasks.counts(TESTER, "河东区", wanted),
    )
    asked += (services.tasks.inbox(TESTER, "qingshi:centre", wanted=wanted),)
    for one in asked:
        with pytest.raises((InvalidInput, NotFound)) as refused:
            await one
        assert isinstance(refused.value, OrgraphError)
        assert near in f"{in_english(refused.value.remedy)}: {advised(refused.value)}"
