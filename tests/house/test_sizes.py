"""Short files: one that has grown long has more than one subject, and each part finds a name."""

from __future__ import annotations

from ..small_world import ROOT

MOST = 400
ROOMS = ("orgraph", "tests", "tools", "benchmarks")


def test_no_file_is_long() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
    }

    assert len(lines) > 400
    assert {name: number for name, number in lines.items() if number > MOST} == {}
