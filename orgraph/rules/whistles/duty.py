"""Whom to call in an organisation: a pure rule over its contacts of the day."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.domain.organisation import PostHolder


def on_duty(contacts: Sequence[PostHolder], duty_roles: Sequence[str]) -> PostHolder | None:
    """
    The contact to call today: a duty contact who is there or has a deputy, else a principal post, else nobody.

    Holders who are present come before those whose deputy stands in.
    """
    reachable = [one for one in contacts if one.acting is not None]
    return min(
        reachable,
        key=lambda one: (one.role not in duty_roles, bool(one.away), not one.principal, one.officer.id),
        default=None,
    )
