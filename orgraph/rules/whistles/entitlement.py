"""Who may blow a whistle: a pure rule over the posts held at the place and above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from orgraph.definitions.tasks.kinds import REPORT, WHISTLE, TaskKind
from orgraph.domain.area import Area
from orgraph.domain.standing import HeldPost
from orgraph.domain.text import is_blank
from orgraph.domain.whistle import Post, Whistle

Levels = Mapping[str, Sequence[str]]
"""Of each role the levels of areas that it may be posted to."""


def entitled(by: Post, kind: TaskKind, held: Sequence[HeldPost]) -> HeldPost | None:
    """
    The held post that `by` names, if it may blow this kind of whistle for the place and somebody answers for it today.

    `held` are the posts on the way up from the place, nearest first; a post elsewhere is not among them.
    """
    return next((one for one in held if one.post == by and one.holder.acting and by.role in kind.opened_by), None)


def nearest_entitled(kind: TaskKind, held: Sequence[HeldPost]) -> HeldPost | None:
    """The post nearest to the place that may blow this kind, somebody answering for it today; None if there is none."""
    fitting = [one for one in held if one.holder.role in kind.opened_by and one.holder.acting]
    nearest = [one for one in fitting if one.area == fitting[0].area]
    return min(nearest, key=lambda one: kind.opened_by.index(one.holder.role), default=None)


def missing_details(kind: TaskKind, whistle: Whistle) -> tuple[str, ...]:
    """What this kind must carry and the whistle does not."""
    carried = {
        "text": not is_blank(whistle.text),
        "basis": not is_blank(whistle.basis),
        "departments": any(not is_blank(code) for code in whistle.departments),
        "meeting": whistle.meeting is not None and not is_blank(whistle.meeting.place),
        "channel": not is_blank(whistle.channel),
    }
    return tuple(name for name in kind.must_carry if not carried[name])


def refusal(
    by: Post, kind: TaskKind, chain: Sequence[Area], held: Sequence[HeldPost], ended: Mapping[str, date], levels: Levels
) -> tuple[str, str, str]:
    """
    Why `by` may not blow this whistle, or report this matter; what to do, and the nearest post that may, or nothing.

    `ended`: of the areas on the way up that are no more, the first day after.
    """
    nearest = nearest_entitled(kind, held)
    why = _why_not(by, kind, chain, held, ended, levels)
    if nearest is None:
        at = {level: None for role in kind.opened_by for level in levels.get(role, ())}
        if at and not any(area.level in at for area in chain):
            return why, f"name a place that is a {' or '.join(at)}, or lies in one: only there are such posts", ""
        roles = ", ".join(kind.opened_by)
        see = f"post one of {roles}" if kind.door != WHISTLE else "see the audit township-whistlers"
        return why, f"nobody at this place or above it may today: {see}", ""
    acting = nearest.holder.acting
    holder = f", {acting.name}" if acting else ""
    remedy = f"the nearest post that may is {nearest.post} ({nearest.area.name}{holder})"
    return why, remedy, str(nearest.post)


def _why_not(
    by: Post, kind: TaskKind, chain: Sequence[Area], held: Sequence[HeldPost], ended: Mapping[str, date], levels: Levels
) -> str:
    if by.role not in kind.opened_by:
        asked = {WHISTLE: f"blow a {kind.key} whistle", REPORT: f"report: {kind.key}"}.get(
            kind.door, f"open: {kind.key}"
        )
        return f"{by.role} may not {asked}"
    area = next((one for one in chain if one.code == by.area), None)
    if area is None:
        return f"{by} is no post of an area that {chain[0].name} lies in"
    if area.code in ended:
        return f"{area.name} ended on {ended[area.code].isoformat()}, and the post {by} with it"
    at = levels.get(by.role, ())
    if at and area.level not in at:
        return f"{by.role} is a post at a {' or '.join(at)}, and {area.name} is a {area.level}"
    if not any(one.post == by for one in held):
        return f"the post {by} is vacant today"
    return f"the holder of {by} is away today and nobody deputises"
