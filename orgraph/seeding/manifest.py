"""A pack's pack.yaml: what the folder is, which area it is about, on which day, from which sources."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from orgraph.definitions.source import IDENTIFIER, Entry, Reading, read_file
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.imports import Mode
from orgraph.domain.said import Said, said
from orgraph.domain.time import OPEN_END
from orgraph.domain.typed import Mistyped, day_typed

MANIFEST = "pack.yaml"
RENAME, REPLACE = "rename", "replace"
MATTER = ("*.csv", "*.yaml", "definitions/**/*.y*ml")
"""Files of a pack that decide what it holds; README and reference/ do not."""

_AREA = re.compile(r"\d{12}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures or rows come from: `place` is an address or a package with its version."""

    title: str
    place: str
    licence: str
    as_of: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What a folder of rows is.

    `root`: code of the area it is about, empty for a changes folder (the pack as loaded knows it). `since` is meant
    where a row has none; `reference_date` is the day that demos and checks ask at; `requires` must be loaded before;
    `digest` is that of the generated rows. `recoded` says of codes that seem to stand for another area now whether
    that is so: RENAME or REPLACE.
    """

    folder: Path
    key: str
    title: Title
    root: str
    mode: Mode
    as_of: date
    reference_date: date
    since: date
    requires: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    synthetic: bool = False
    digest: str | None = None
    recoded: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The folder as messages name it."""
        return self.folder.resolve().name


def load_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`. Raises DefinitionsFaulty with all its faults."""
    reading = Reading()
    manifest = read_manifest(reading, folder)
    reading.faults.raise_if_any()
    assert manifest is not None  # without one there is a fault
    return manifest


def read_manifest(reading: Reading, folder: Path) -> Manifest | None:
    """The manifest of `folder`, its faults noted in `reading`; None where there is none to read."""
    shown = f"{folder.resolve().name}/{MANIFEST}"
    if not (folder / MANIFEST).is_file():
        reading.faults.add(shown, 0, said("file-missing"), said("mend-begin-pack"))
        return None
    top = read_file(reading, folder / MANIFEST, shown)
    if top is None:
        reading.faults.add(shown, 0, said("says-nothing"), said("mend-begin-manifest"))
        return None
    return _manifest(top, folder)


def _manifest(top: Entry, folder: Path) -> Manifest:
    mode = Mode(top.choice("mode", tuple(Mode), Mode.SNAPSHOT))
    whole = mode is Mode.SNAPSHOT
    key = _fitting(top, "pack", IDENTIFIER, said("mend-as-key"), required=True)
    top.key = key
    as_of = read_day(top, "as_of", required=True) or date.min
    manifest = Manifest(
        folder=folder,
        key=key,
        title=read_title(top) if whole or top.has("title") else Title(key, key),
        root=_fitting(top, "root", _AREA, said("mend-area-code"), required=whole),
        mode=mode,
        as_of=as_of,
        reference_date=read_day(top, "reference_date", required=whole) or as_of,
        since=read_day(top, "since") or as_of,
        requires=top.texts("requires"),
        sources=tuple(_source(source) for source in top.mappings("sources")),
        synthetic=top.truth("synthetic"),
        digest=_fitting(top, "digest", _DIGEST, said("mend-digest")) or None,
        recoded=_recoded(top),
    )
    top.done()
    return manifest


def _recoded(top: Entry) -> dict[str, str]:
    below = top.mapping("recoded")
    found = below.pairs() if below else {}
    for code, decision in found.items():
        if below and (not _AREA.match(code) or decision not in (RENAME, REPLACE)):
            below.fault(said("recoded-otherwise", value=decision), said("mend-recoded", these=(RENAME, REPLACE)), code)
    return found


def _source(entry: Entry) -> Source:
    source = Source(
        title=entry.text("title", required=True),
        place=entry.text("place", required=True),
        licence=entry.text("licence", required=True),
        as_of=read_day(entry, "as_of", required=True) or date.min,
        note=entry.text("note"),
    )
    entry.done()
    return source


def read_day(entry: Entry, name: str, required: bool = False) -> date | None:
    """A field that is a day, or None where it is missing or bad (then with a fault)."""
    text = entry.text(name, required=required)
    try:
        day = day_typed(text) if text else None
    except Mistyped as error:
        entry.mistyped(error, name)
        return None
    if day == OPEN_END and name != "until":
        entry.fault(said("open-end-is-no-day", day=text), said("mend-real-day"), name)
        return None
    return day


def _fitting(entry: Entry, name: str, pattern: re.Pattern[str], remedy: Said, required: bool = False) -> str:
    text = entry.text(name, required=required)
    if text and not pattern.match(text):
        entry.fault(said("does-not-fit", value=text), remedy, name)
    return text


def digest_of(folder: Path) -> str:
    """
    SHA-256 over names and bytes of the files that decide what the pack in `folder` holds, without reading any as rows.

    The rows also depend on the base areas and on the schema: compare this together with the definitions' hash.
    """
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MATTER for path in folder.glob(pattern) if path.is_file()}):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
