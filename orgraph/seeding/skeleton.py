"""The files that a data engineer starts from to load a county of one's own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from orgraph.definitions.definitions import Definitions, Titled
from orgraph.definitions.source import IDENTIFIER
from orgraph.definitions.words.kinds import Role
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.domain.text import inert_cell
from orgraph.seeding.manifest import MANIFEST
from orgraph.seeding.skeleton_text import PACK, QUOTAS, README
from orgraph.seeding.tables import POSTINGS, TABLES
from orgraph.seeding.world import AreaLike

Rows = Iterable[Sequence[str]]

_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
"""What YAML reads as it stands."""


def write_skeleton(
    target: Path,
    root: AreaLike,
    areas: Iterable[AreaLike],
    definitions: Definitions,
    as_of: date,
    requires: Sequence[str] = (),
) -> tuple[Path, ...]:
    """
    Write a pack about `root` into the folder `target`, named after it, and return the files written.

    `areas` are those below the root, `requires` the packs that hold them. The tables have headers only, so that the
    pack loads as it is and adds nothing; what to fill in lies under reference/, which is not read. Raises InvalidInput
    where the folder is not empty or its name makes no key.
    """
    key = target.resolve().name
    if not IDENTIFIER.match(key):
        raise InvalidInput(said("no-name-for-a-pack", name=key), said("mend-name-a-pack-so"))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InvalidInput(said("folder-not-empty", folder=str(target)), said("mend-new-folder"))
    places = {area.code: area for area in (root, *sorted(areas, key=lambda area: area.code))}
    filled = {
        "key": key,
        "name": root.name,
        "title": root.name if _PLAIN.fullmatch(root.name) else json.dumps(root.name, ensure_ascii=False),
        "root": root.code,
        "as_of": as_of.isoformat(),
        "requires": ", ".join(requires),
    }
    files = dict(_files(filled, places, definitions))
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Office programs take a CSV for UTF-8 only if it begins with the mark.
        path.write_text(text, encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8")
    return tuple(target / name for name in files)


def _files(
    said: Mapping[str, str], places: Mapping[str, AreaLike], definitions: Definitions
) -> Iterator[tuple[str, str]]:
    posts = list(_posts(places, definitions))
    yield MANIFEST, PACK.format_map(said)
    yield "README.md", README.format_map(said)
    for table in TABLES:
        yield table.name, _csv([table.columns])
    yield "reference/places.csv", _csv([("code", "path", "level", "kind"), *_places(places)])
    yield "reference/postings-to-fill.csv", _csv([POSTINGS.columns, *_postings(posts, places, said["as_of"])])
    yield "reference/words.csv", _csv([("column", "key", "zh", "en"), *_words(definitions)])
    if posts:
        area, role = posts[-1]
        example = {"role": role.key, "level": area.level, "zh": role.title.zh, "en": role.title.en}
        yield "definitions/quotas.yaml", QUOTAS.format_map({**said, **example})


def _csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([inert_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _path(places: Mapping[str, AreaLike], area: AreaLike) -> str:
    names = [area.name]
    while area.parent in places:
        area = places[area.parent]
        names.append(area.name)
    return "/".join(reversed(names))


def _places(places: Mapping[str, AreaLike]) -> Rows:
    return [(area.code, _path(places, area), area.level, area.kind) for area in places.values()]


def _posts(places: Mapping[str, AreaLike], definitions: Definitions) -> Iterator[tuple[AreaLike, Role]]:
    """Each place with each principal role that may be posted to its level."""
    for area in places.values():
        for role in definitions.roles.values():
            if role.principal and area.level in role.levels:
                yield area, role


def _postings(posts: Iterable[tuple[AreaLike, Role]], places: Mapping[str, AreaLike], as_of: str) -> Rows:
    """Postings that lack nothing but the officer; the note says in words which they are."""
    for area, role in posts:
        note = f"{_path(places, area)} {role.title.zh}"
        said = {"role": role.key, "at": area.code, "since": as_of, "principal": "true", "note": note}
        yield [said.get(column, "") for column in POSTINGS.columns]


def _words(definitions: Definitions) -> Rows:
    """What the cells of closed lists may say; the keys and both titles are accepted."""
    lists: dict[str, Mapping[str, Titled]] = {
        "level": definitions.levels,
        "kind (areas)": definitions.area_kinds,
        "kind (organisations)": definitions.organisation_kinds,
        "role": definitions.roles,
        "profession": definitions.professions,
        "employment": definitions.employments,
        "tier": definitions.tiers,
        "reason": definitions.absences,
        "measure": definitions.measures,
    }
    for column, entries in lists.items():
        for entry in entries.values():
            yield column, entry.key, entry.title.zh, entry.title.en
    for category in definitions.categories:
        yield "categories", category.key, category.title.zh, category.title.en
