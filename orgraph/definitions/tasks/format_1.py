"""What events of the time before they said what they did leave unsaid: one frozen file, shipped with the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

FORMER_ANSWER = "sign-in"
"""The stage in which who leads had to answer, where no event of a task says which."""


@dataclass(frozen=True, slots=True)
class FormerAction:
    """
    What an action left behind; `sets`, `adds` and `marks` name fields of its event, `lead` for who led before it.

    `marks` hold only where the event has the values `where`; `extends`: also the clocks that it does not name.
    """

    sets: Mapping[str, tuple[str, ...]]
    adds: Mapping[str, str]
    clears: tuple[str, ...]
    marks: Mapping[str, str]
    where: Mapping[str, Any]
    extends: bool


@dataclass(frozen=True, slots=True)
class Format1:
    """Of each state whether a task has ended in it and what it counts as; of each action what it left behind."""

    begins: str
    states: Mapping[str, tuple[bool, str]]
    actions: Mapping[str, FormerAction]


@cache
def format_1() -> Format1:
    """The file, read once."""
    text = files("orgraph.definitions.tasks").joinpath("format-1.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    return Format1(
        said["begins"],
        {state: (one["final"], one["counts_as"]) for state, one in said["states"].items()},
        {action: _action(one) for action, one in said["actions"].items()},
    )


def _action(said: Mapping[str, Any]) -> FormerAction:
    return FormerAction(
        sets={memory: tuple(fields) for memory, fields in said.get("sets", {}).items()},
        adds=said.get("adds", {}),
        clears=tuple(said.get("clears", ())),
        marks=said.get("marks", {}),
        where=said.get("where", {}),
        extends=said.get("extends", False),
    )
