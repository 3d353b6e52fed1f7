"""Who may blow a whistle: a pure rule over the posts held at the place and above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.domain.area import Area
from orgraph.domain.said import Said, said
from orgraph.domain.standing import HeldPost
from orgraph.domain.text import is_blank
from orgraph.domain.whistle import Post, Whistle
from orgraph.domain.worded import Worded


@dataclass(frozen=True, slots=True)
class Posts:
    """Of each role the levels of areas that it may be posted to; what roles, and levels, are called."""

    levels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles: Mapping[str, Worded] = field(default_factory=dict)
    areas: Mapping[str, Worded] = field(default_factory=dict)

    def role(self, key: str) -> Worded | str:
        """What a role is called; its key where it is not known."""
        return self.roles.get(key, key)

    def level(self, key: str) -> Worded | str:
        """What a level is called; its key where it is not known."""
        return self.areas.get(key, key)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a post may not, what to do, and the nearest post that may, empty where there is none."""

    why: Said
    remedy: Said
    nearest: str = ""


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
    by: Post, kind: TaskKind, chain: Sequence[Area], held: Sequence[HeldPost], ended: Mapping[str, date], posts: Posts
) -> Refused:
    """
    Why `by` may not blow this whistle, or report this matter.

    `ended`: of the areas on the way up that are no more, the first day after.
    """
    nearest = nearest_entitled(kind, held)
    why = _why_not(by, kind, chain, held, ended, posts)
    if nearest is None:
        at = {level: None for role in kind.opened_by for level in posts.levels.get(role, ())}
        if at and not any(area.level in at for area in chain):
            return Refused(why, said("mend-place-of-level", levels=tuple(posts.level(one) for one in at)))
        roles = tuple(posts.role(one) for one in kind.opened_by)
        return Refused(why, said("mend-nobody-may-today", roles=roles))
    acting = nearest.holder.acting
    area, role, post = nearest.area.name, posts.role(nearest.holder.role), str(nearest.post)
    if acting is None:
        return Refused(why, said("mend-nearest-post", post=post, area=area, role=role), post)
    return Refused(why, said("mend-nearest-post-held", post=post, area=area, role=role, name=acting.name), post)


def _why_not(
    by: Post, kind: TaskKind, chain: Sequence[Area], held: Sequence[HeldPost], ended: Mapping[str, date], posts: Posts
) -> Said:
    role = posts.role(by.role)
    if by.role not in kind.opened_by:
        return said("role-may-not", role=role)
    area = next((one for one in chain if one.code == by.area), None)
    if area is None:
        return said("post-elsewhere", post=str(by), place=chain[0].name)
    if area.code in ended:
        return said("post-ended", area=area.name, day=ended[area.code], role=role)
    at = posts.levels.get(by.role, ())
    if at and area.level not in at:
        levels = tuple(posts.level(one) for one in at)
        return said("post-of-level", role=role, levels=levels, area=area.name, level=posts.level(area.level))
    if not any(one.post == by for one in held):
        return said("post-vacant", area=area.name, role=role)
    return said("post-away", area=area.name, role=role)
