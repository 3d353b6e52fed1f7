"""What a demo loads and asks, and the day that an invented world lives at: data, so that no code names a city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orgraph.definitions.faults import use
from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.domain.time import CHINA

SCRIPT = "demo.yaml"
WORLDS = "worlds"
"""Folder of the shipped packs that holds the invented worlds, each with packs and a script of its own."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in words, and the command that asks it."""

    title: Title
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Packs to load, then questions to ask; `now` is where the clock of an invented world stands, None elsewhere."""

    packs: tuple[str, ...]
    asks: tuple[Ask, ...]
    now: datetime | None = None


def read_script(path: Path) -> Script:
    """The script of a demo. Raises DefinitionsFaulty with all its faults."""
    reading, shown = Reading(), f"{path.parent.name}/{path.name}"
    top = read_file(reading, path, shown) if path.is_file() else None
    if top is None:
        reading.faults.add(shown, 0, said("missing-or-empty"), said("mend-copy-shipped"))
    packs = top.texts("packs", required=True) if top else ()
    asks = tuple(
        Ask(read_title(one), one.texts("command", required=True))
        for one in (top.mappings("asks", required=True) if top else ())
    )
    now = _instant(top) if top else None
    reading.faults.raise_if_any()
    return Script(packs, asks, now)


def world_folder(shipped: Path, world: str) -> Path:
    """The folder of an invented world among the `shipped` packs. Raises InvalidInput, naming those that there are."""
    there = sorted(path.parent.name for path in (shipped / WORLDS).glob(f"*/{SCRIPT}"))
    if world not in there:
        raise InvalidInput(said("no-such-world", name=world), use(set(there), world))
    return shipped / WORLDS / world


def _instant(top: Entry) -> datetime | None:
    typed = top.text("now")
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=CHINA) if typed else None
    except ValueError:
        top.fault(
            said("mistyped", text=typed, problem=said("typed-no-time")),
            said("mend-write-as", form="2023-08-22T10:00"),
            "now",
        )
        return None
