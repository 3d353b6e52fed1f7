"""What a search found, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.lists import called, task_cells
from orgraph.cli.speech import Speech
from orgraph.domain.area import OtherName
from orgraph.domain.registry import Found


def found_lines(found: Found, name: str, on: date, speech: Speech) -> list[str]:
    """
    A line an area or organisation: code, what it is, path or name, by which other name found, when it ended; then a
    line a task as lists show it.
    """

    def said(shown: str, told: Iterable[OtherName]) -> str:
        return shown + "".join(speech.found_by(one, on) for one in told)

    def dated(path: str, since: date | None, until: date | None) -> str:
        if until:
            return speech("place-until", path=path, day=until)
        return speech("place-since", path=path, day=since) if since else path

    def besides(path: str, alias: str) -> str:
        return speech("place-besides", path=path, alias=alias) if alias else path

    told = {one.code: one.told for one in found.otherwise}
    alias = {one.code: one.alias for one in found.besides}
    elsewhen = {one.code: (one.since, one.until) for one in found.elsewhen}
    areas = [
        [
            one.area.code,
            speech.level(one.area.level),
            said(
                dated(besides(speech.words(one.path, one.area.synthetic), one.alias), one.since, one.until),
                one.otherwise,
            ),
        ]
        for one in found.areas
    ]
    units = [
        [
            one.code,
            speech.organisation_kind(one.kind),
            said(
                dated(besides(speech.name(one), alias.get(one.code, "")), *elsewhen.get(one.code, (None, None))),
                [told[one.code]] if one.code in told else (),
            ),
        ]
        for one in found.organisations
    ]
    tasks = [[called(task), *task_cells(task, speech)] for task in found.tasks]
    if not areas and not units and not tasks:
        return [speech("search-nothing", name=name)]
    more = [speech("search-more")] if found.truncated else []
    listed = [*aligned([*areas, *units], room=terminal_room()), *aligned(tasks, room=terminal_room())]
    return [*listed, *more, *speech.notes()]
