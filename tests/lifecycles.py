"""The lifecycle that is shipped, and requests as a front would make them by it."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

from orgraph.definitions.load import load_definitions
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.domain.action import ActionRequest

from .small_world import ROOT


@cache
def shipped(key: str = "standard") -> Lifecycle:
    """A lifecycle that holds where no city has its own."""
    found = load_definitions(ROOT / "schema").lifecycles.find(key)
    assert found is not None
    return found


def all_actions(key: str = "standard") -> tuple[str, ...]:
    """Its actions, in its order."""
    return tuple(shipped(key).actions)


def carried(request: ActionRequest, key: str = "standard") -> ActionRequest:
    """The request without what its action does not take, as no front would send it."""
    rule = shipped(key).actions[request.action]
    empty = {field.name: field.default for field in fields(ActionRequest)}
    gone: dict[str, Any] = {name: empty[name] for name in request.given() if name not in rule.carried}
    return replace(request, **gone)
