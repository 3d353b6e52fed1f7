"""
The actions of all lifecycles that would be loaded, and the fields of all kinds, read from their files alone: what the
verbs of `orgraph task` are, and what may be said when a task is opened.

No other file of the definitions is read, and nothing is checked: help shall come at once, also from files with faults.
What does not hold at a task the service refuses, and what is wrong with a file is told by what reads it in earnest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from orgraph.settings import Settings

TEXT = "text"


class Called(NamedTuple):
    """What something is called, in both languages."""

    zh: str
    en: str

    def told(self, lang: str) -> str:
        """As help begins with it."""
        return self.zh if lang == "zh" else f"{self.en[:1].upper()}{self.en[1:]}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An action by its key: its verb, the fields that it takes by some lifecycle, and what lifecycles call it."""

    key: str
    verb: str
    carries: frozenset[str]
    titles: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class DrawnField:
    """
    A field that kinds declare: its type, what it is called, its choices, and the doors of the kinds that ask for it
    when they are opened.
    """

    name: str
    type: str
    title: Called
    choices: tuple[str, ...]
    doors: frozenset[str]


def drawn(settings: Settings) -> dict[str, Drawn]:
    """The actions by key, in the order of their files; of a key that several have all titles and all fields."""
    found: dict[str, Drawn] = {}
    for path in _files(settings, "lifecycles"):
        for one in _actions(path):
            first = found.get(one.key)
            found[one.key] = _both(first, one) if first else one
    return found


def drawn_fields(settings: Settings) -> dict[str, DrawnField]:
    """The fields of all kinds by name, in the order of their files; of a choice the choices of all."""
    found: dict[str, DrawnField] = {}
    for path in _files(settings, "tasks"):
        for one in _fields(path):
            first = found.get(one.name)
            choices = dict.fromkeys((*(first.choices if first else ()), *one.choices))
            doors = one.doors | (first.doors if first else frozenset())
            found[one.name] = DrawnField(one.name, one.type, one.title, tuple(choices), doors)
    return found


def _files(settings: Settings, section: str) -> Iterator[Path]:
    from orgraph.settings import pack_folders, schema_folder

    packs = (pack / "definitions" for pack in pack_folders(settings))
    for folder in (schema_folder(settings), *packs):
        yield from sorted((folder / section).rglob("*.y*ml"))


def _fields(path: Path) -> Iterator[DrawnField]:
    """The fields of the kinds of a file; none of what cannot be read."""
    for kind in _mapping(_said(path)).values():
        door = frozenset((str(_mapping(kind).get("door", "")),))
        for name, said in _mapping(_mapping(kind).get("fields")).items():
            choices = tuple(map(str, _mapping(_mapping(said).get("of"))))
            doors = frozenset() if _mapping(said).get("later") is True else door
            yield DrawnField(str(name), str(_mapping(said).get("type", TEXT)), _title(said, name), choices, doors)


def by_verb(actions: Iterable[Drawn]) -> dict[str, list[str]]:
    """The keys of the actions of each verb."""
    found: dict[str, list[str]] = {}
    for one in actions:
        found.setdefault(one.verb, []).append(one.key)
    return found


def _both(one: Drawn, other: Drawn) -> Drawn:
    return Drawn(one.key, one.verb, one.carries | other.carries, tuple(dict.fromkeys((*one.titles, *other.titles))))


def _actions(path: Path) -> Iterator[Drawn]:
    """The actions of the lifecycles of a file; none of what cannot be read."""
    for lifecycle in _mapping(_said(path)).values():
        for key, said in _mapping(_mapping(lifecycle).get("actions")).items():
            carries = _mapping(_mapping(said).get("carries"))
            named = [field for word in ("required", "optional", "required_from") for field in _names(carries.get(word))]
            verb = str(_mapping(said).get("verb", ""))
            yield Drawn(str(key), verb, frozenset((TEXT, *named)), (_title(said, key),))


def _title(said: Any, key: object) -> Called:
    """The title; the key where there is none."""
    title = _mapping(_mapping(said).get("title"))
    return Called(str(title.get("zh", key)), str(title.get("en", key)))


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
