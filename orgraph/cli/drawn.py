"""
The actions of all lifecycles that would be loaded, read from their files alone: what the verbs of `orgraph task` are.

No other file of the definitions is read, and nothing is checked: help shall come at once, also from files with faults.
What does not hold at a task the service refuses, and what is wrong with a file is told by what reads it in earnest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgraph.settings import Settings

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An action by its key: its titles, and the fields that it takes by some lifecycle."""

    key: str
    zh: str
    en: str
    carries: frozenset[str]

    @property
    def title(self) -> str:
        """What it is called, in both languages."""
        return f"{self.en[:1].upper()}{self.en[1:]} ({self.zh})."


def drawn(settings: Settings) -> dict[str, Drawn]:
    """The actions by key, in the order of their files; of a key that several have the first title, and all fields."""
    from orgraph.settings import pack_folders, schema_folder

    packs = (pack / "definitions" for pack in pack_folders(settings))
    found: dict[str, Drawn] = {}
    for folder in (schema_folder(settings), *packs):
        for path in sorted((folder / "lifecycles").rglob("*.y*ml")):
            for one in _actions(path):
                first = found.get(one.key, one)
                found[one.key] = Drawn(one.key, first.zh, first.en, first.carries | one.carries)
    return found


def _actions(path: Path) -> Iterator[Drawn]:
    """The actions of the lifecycles of a file; none of what cannot be read."""
    for lifecycle in _mapping(_said(path)).values():
        for key, said in _mapping(_mapping(lifecycle).get("actions")).items():
            title, carries = _mapping(_mapping(said).get("title")), _mapping(_mapping(said).get("carries"))
            named = [name for word in ("required", "optional", "required_from") for name in _names(carries.get(word))]
            yield Drawn(str(key), str(title.get("zh", key)), str(title.get("en", key)), frozenset((TEXT, *named)))


def _said(path: Path) -> Any:
    import yaml

    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), quick)  # noqa: S506  (both are safe)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _mapping(said: Any) -> dict[Any, Any]:
    return said if isinstance(said, dict) else {}


def _names(said: Any) -> Iterable[str]:
    return [str(one) for one in ([said] if isinstance(said, str) else said or ()) if isinstance(one, str)]
