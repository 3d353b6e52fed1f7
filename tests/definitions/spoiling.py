"""Spoiling a copy of the schema, and what is then said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.load import load_definitions
from tests.said import assert_in_both, in_english

SCHEMA = Path(__file__).parents[2] / "schema"


def spoil(schema: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of `old` in a file; it must be there, or the test means nothing."""
    text = (schema / file).read_text(encoding="utf-8")
    assert old in text
    (schema / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def a_year_off(schema: Path, but: str = "") -> None:
    """Let the standard calendar be off on each working day of 2026, but for one."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    said = ", ".join(f'"{day}"' for day in days if day.weekday() < 5 and str(day) != but)
    spoil(schema, "calendars.yaml", "  hours:", f"  days_off: [{said}]\n  hours:")


def faults_of(schema: Path, *packs: Path) -> list[str]:
    """Every fault in English; each can be read in both languages."""
    with pytest.raises(DefinitionsFaulty) as caught:
        load_definitions(schema, packs)
    for fault in caught.value.faults:
        assert_in_both(fault, schema, *packs)
    return [in_english(fault) for fault in caught.value.faults]


def assert_told(schema: Path, file: str, said: str) -> None:
    """That a fault of the file is told with its line, and with what to do."""
    (found, *_) = [fault for fault in faults_of(schema) if said in fault]

    place, problem, remedy = found.split(": ", 1)[0], found, found.rsplit("; ", 1)[1]
    assert place.startswith(f"schema/{file}:"), problem
    assert place.rsplit(":", 1)[1].isdigit()
    assert remedy
