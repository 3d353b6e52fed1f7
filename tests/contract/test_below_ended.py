"""What lives below places that have ended is told first by every answer that does not come upon it."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.audit import audit_lines, comparison_lines, scorecard_lines, trend_lines
from orgraph.cli.speech import Speech
from orgraph.domain.audit import Every

from ..clock import FixedClock
from ..ended import ended
from ..small_world import TESTER

VILLAGE, STREET, DISTRICT = "990102001001", "990102001000", "990102000000"
LOWER = "990102001002"


@pytest.mark.parametrize(
    ("areas", "key", "level", "lost"),
    [
        ([VILLAGE], "grid-full-time-worker", "grid", 2),
        ([VILLAGE, LOWER], "grid-full-time-worker", "grid", 3),
        ([STREET], "dual-officers", "village", 2),
    ],
)
async def test_an_audit_says_how_many_areas_live_below_places_that_have_ended(
    services: Services, clock: FixedClock, areas: list[str], key: str, level: str, lost: int
) -> None:
    """A place that has ended takes nothing below it out of an audit in silence."""
    day = date(2023, 8, 26)
    whole = await services.audits.run(TESTER, key, DISTRICT, day)
    assert "below-ended" not in [one.key for one in whole.notices]
    async with ended(services.store, "2023-08-25", areas=areas, cut=areas):
        found = await services.audits.run(TESTER, key, DISTRICT, day)
        (notice,) = [one for one in found.notices if one.key == "below-ended"]
        assert (notice.count, len(notice.area.split("、"))) == (lost, len(areas))
        assert found.audited == whole.audited - lost
        lines = audit_lines(found, Speech(services.definitions, "en"))
        assert [line for line in lines if line.startswith(f"Note: {lost} more lie below {notice.area}, which ended")]
        since = date(2023, 8, 24)
        compared = await services.audits.compare(TESTER, key, since, day, DISTRICT)
        trend = await services.audits.trend(TESTER, key, since, day, Every.DAY, DISTRICT)
        assert notice in compared.notices and notice in trend.notices
        by_day = await services.audits.trend(TESTER, "unit-reachable", since, day, Every.DAY, DISTRICT)
        asked = services.store.statements
        card = await services.audits.scorecard(TESTER, DISTRICT, day)
        assert services.store.statements - asked <= len(card.lines) + 3, "no question an audit for what it says first"
        for told, said in (
            (card, scorecard_lines(card, Speech(services.definitions, "en"))),
            (by_day, trend_lines(by_day, Speech(services.definitions, "en"))),
        ):
            (first,) = [one for one in told.notices if one.key == "below-ended"]
            assert first.area == notice.area and first.count >= lost, "areas of every level"
            assert any(line.startswith(f"Note: {first.count:,} more lie below") for line in said)
        assert any("more lie below" in line for line in comparison_lines(compared, Speech(services.definitions, "en")))
        other = await services.audits.run(TESTER, key, "990102002000", day)
        assert "below-ended" not in [
            one.key for one in (await services.audits.scorecard(TESTER, DISTRICT, since)).notices
        ]
        assert "below-ended" not in [one.key for one in other.notices]
        before = await services.audits.run(TESTER, key, DISTRICT, date(2023, 8, 24))
        assert (before.audited, before.notices) == (whole.audited, whole.notices)
    async with ended(services.store, "2023-08-25", areas=areas):  # its place left open: all is counted
        assert (await services.audits.run(TESTER, key, DISTRICT, day)).notices == whole.notices
