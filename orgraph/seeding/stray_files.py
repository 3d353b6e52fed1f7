"""What lies in a pack's folder and is not read: tables under a wrong name are refused, everything else is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orgraph.domain.imports import RowFault
from orgraph.seeding.manifest import Manifest
from orgraph.seeding.tables import TABLES

_READ = frozenset({"pack.yaml", "figures.yaml", "synthesis.yaml", *(table.name for table in TABLES)})
_FOLDERS = frozenset({"definitions", "reference"})
_FOR_PEOPLE = frozenset({"readme", "licence", "license", "changelog", "notes"})
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".numbers", ".tsv", ".tab"})
_SETTINGS = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Stray:
    """Files that look like a part of the pack and are none, and `notices` about whatever else is not read."""

    faults: tuple[RowFault, ...] = ()
    notices: tuple[str, ...] = ()


def stray_files(manifest: Manifest) -> Stray:
    """What is in the folder of a pack beside what is read of it."""
    faults: list[RowFault] = []
    others: list[str] = []
    for path in sorted(manifest.folder.iterdir()):
        if _is_known(path):
            continue
        remedy = _remedy(path)
        if remedy:
            faults.append(RowFault(f"{manifest.shown}/{path.name}", 1, "", "", "unknown table or settings", remedy))
        else:
            others.append(f"{path.name}/" if path.is_dir() else path.name)
    return Stray(tuple(faults), _notices(manifest, others))


def _is_known(path: Path) -> bool:
    """Whether the file is read, or meant for people; hidden files and the locks of office programs are neither."""
    if path.name.startswith((".", "~$")):
        return True
    if path.is_dir():
        return path.name in _FOLDERS
    return path.name in _READ or path.name.split(".")[0].lower() in _FOR_PEOPLE


def _remedy(path: Path) -> str:
    """What to do about a file that would have been read under another name or in another form; empty for others."""
    suffix, stem = path.suffix.lower(), path.stem.lower().strip()
    if path.is_dir():
        meant = path.name.lower()
        return f"name the folder {meant}" if meant in _FOLDERS else ""
    if suffix in _SHEETS:
        meant = f"{stem}.csv"
        return f"save it as {meant if meant in _READ else _tables()} (CSV UTF-8), or move it to reference/"
    if suffix == ".csv":
        meant = f"{stem}.csv"
        return f"name it {meant if meant in _READ else f'one of {_tables()}'}, or move it to reference/"
    if suffix in _SETTINGS:
        meant = f"{stem}.yaml"
        return f"name it {meant}" if meant in _READ else "move it to definitions/ or reference/"
    return ""


def _tables() -> str:
    return ", ".join(sorted(table.name for table in TABLES))


def _notices(manifest: Manifest, others: Sequence[str]) -> tuple[str, ...]:
    if not others:
        return ()
    some = ", ".join(others[:10]) + (f" and {len(others) - 10} more" if len(others) > 10 else "")
    return (f"{manifest.shown}: not read: {some}; what is for people belongs into reference/",)
