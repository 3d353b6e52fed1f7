"""The cities that a demonstration can be of: what each shows, whether it plays, and which one a word means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.definitions.titles import NO_SOURCE, Title, worded
from orgraph.domain.errors import InvalidInput
from orgraph.domain.nearest import Called, instead_of
from orgraph.domain.said import said
from orgraph.domain.text import spelled
from orgraph.seeding.scripts import SCENARIO, SCRIPT, read_scenario, read_script

if TYPE_CHECKING:
    from orgraph.cli.wording import Lang
    from orgraph.definitions.wording import Words

LEAST = 2
"""Letters at the beginning of a name by which a city is known; of Chinese one sign says as much as several letters."""


@dataclass(frozen=True, slots=True)
class Playable:
    """A city, what it is listed as showing, and the folder of its pack where it plays."""

    key: str
    title: Title
    shows: Title
    folder: Path | None

    @property
    def called(self) -> tuple[str, ...]:
        """What people call it: in Chinese with the last sign or without."""
        return self.title.zh, self.title.zh[:-1], self.title.en


def cities(seeds: Path) -> list[Playable]:
    """
    The cities of a folder of packs: those that its script lists, in its order, then packs that play and are not listed.

    Raises DefinitionsFaulty for the script; scenarios are not read.
    """
    listed = read_script(seeds / SCRIPT).cities if (seeds / SCRIPT).is_file() else ()
    found = [Playable(city.key, city.title, city.shows, _folder(seeds, city.key)) for city in listed]
    known = {city.key for city in found}
    rest = sorted(path.parent for path in seeds.glob(f"*/{SCENARIO}") if path.parent.name not in known)
    return [*found, *(Playable(path.name, Title(path.name, path.name), NO_SOURCE, path) for path in rest)]


def _folder(seeds: Path, key: str) -> Path | None:
    return seeds / key if (seeds / key / SCENARIO).is_file() else None


def shown(city: Playable) -> Title:
    """What a city shows: what its scenario says, once there is one. Raises DefinitionsFaulty for that."""
    return read_scenario(city.folder / SCENARIO).shows if city.folder else city.shows


def city_named(word: str, known: Sequence[Playable]) -> Playable:
    """The city that a word means: its key, its name, or how that begins. Raises InvalidInput, naming what is near."""
    asked = spelled(word).casefold()
    exact = [one for one in known if asked in (one.key, *(name.casefold() for name in one.called))]
    enough = len(asked) >= LEAST or (asked and not asked.isascii())
    begun = [one for one in known if enough and any(n.casefold().startswith(asked) for n in one.called)]
    found = exact or begun
    if len(found) != 1:
        among = {
            one.key: Called(worded(one.key, one.title), frozenset(map(spelled, one.called))) for one in found or known
        }
        raise InvalidInput(said("no-such-city", name=word), instead_of(word, among))
    if found[0].folder is None:
        city = worded(found[0].key, found[0].title)
        raise InvalidInput(said("city-not-yet", city=city), said("mend-list-cities"))
    return found[0]


def cities_lines(known: Sequence[Playable], words: Words, lang: Lang) -> list[str]:
    """A line a city: its name, its key, whether it plays, what it shows. Raises DefinitionsFaulty for a scenario."""
    rows = [
        [one.title(lang), one.key, words("city-plays") if one.folder else words("city-not-played"), shown(one)(lang)]
        for one in known
    ]
    return [words("cities-heading"), *aligned(rows, indent=2, room=terminal_room()), words("cities-how")]
