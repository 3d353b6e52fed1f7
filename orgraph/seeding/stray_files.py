"""What lies in a pack's folder and is not read: tables under a wrong name are refused, everything else is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orgraph.domain.imports import RowFault
from orgraph.domain.said import Said, said
from orgraph.seeding.manifest import Manifest
from orgraph.seeding.tables import TABLES

_READ = frozenset({"pack.yaml", "figures.yaml", "synthesis.yaml", "scenario.yaml", *(table.name for table in TABLES)})
_TABLES = tuple(sorted(table.name for table in TABLES))
_FOLDERS = frozenset({"definitions", "reference", "scenario"})
_FOR_PEOPLE = frozenset({"readme", "licence", "license", "changelog", "notes"})
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".numbers", ".tsv", ".tab"})
_SETTINGS = frozenset({".yaml", ".yml"})

SHOWN = 10
"""Files that are not read which a notice names."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Files that look like a part of the pack and are none, and `notices` about whatever else is not read."""

    faults: tuple[RowFault, ...] = ()
    notices: tuple[Said, ...] = ()


def stray_files(manifest: Manifest) -> Stray:
    """What is in the folder of a pack beside what is read of it."""
    faults: list[RowFault] = []
    others: list[str] = []
    for path in sorted(manifest.folder.iterdir()):
        if _is_known(path):
            continue
        remedy = _remedy(path)
        if remedy:
            faults.append(RowFault(f"{manifest.shown}/{path.name}", 0, "", "", said("file-not-read"), remedy))
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


def _remedy(path: Path) -> Said | None:
    """What to do about a file that would have been read under another name or in another form; None for others."""
    suffix, stem = path.suffix.lower(), path.stem.lower().strip()
    if path.is_dir():
        meant = path.name.lower()
        return said("mend-rename-folder", name=meant) if meant in _FOLDERS else None
    if suffix in _SHEETS:
        meant = f"{stem}.csv"
        return said("mend-save-as", name=meant) if meant in _READ else said("mend-save-as-one-of", names=_TABLES)
    if suffix == ".csv":
        meant = f"{stem}.csv"
        return said("mend-name-table", name=meant) if meant in _READ else said("mend-name-one-of", names=_TABLES)
    if suffix in _SETTINGS:
        meant = f"{stem}.yaml"
        return said("mend-rename-file", name=meant) if meant in _READ else said("mend-move-settings")
    return None


def _notices(manifest: Manifest, others: Sequence[str]) -> tuple[Said, ...]:
    if len(others) > SHOWN:
        return (said("more-not-read", pack=manifest.shown, files=others[:SHOWN], more=len(others) - SHOWN),)
    return (said("not-read", pack=manifest.shown, files=tuple(others)),) if others else ()
