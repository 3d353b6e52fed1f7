"""`make bench` in its short form: it ends, and what it writes has the shape that people compare runs by."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from ..small_world import ROOT

LATEST = ROOT / "benchmarks" / "results" / "latest.json"


@pytest.mark.full
def test_a_quick_run_tells_what_each_way_of_asking_takes() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--engine", "embedded", "--only", "who-covers"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "who-covers" in done.stdout and "benchmarks/results/" in done.stdout

    result: dict[str, Any] = json.loads(LATEST.read_text(encoding="utf-8"))
    assert result["quick"] and result["seconds"] > 0
    assert result["machine"].keys() == {"processors", "system", "python", "busy_before", "busy_after"}
    engine = result["engines"]["embedded"]
    assert engine["version"]
    assert [one["pack"] for one in engine["imports"]] == ["liaoning", "benxi"]
    assert all(one["rows_a_second"] > 0 and one["peak_megabytes"] > 0 for one in engine["imports"])
    asked = engine["questions"]["who-covers"]
    assert asked["statements"] == 1
    cells = {(cell["arm"], cell["concurrency"]): cell for cell in asked["cells"]}
    assert cells.keys() == {
        (arm, number) for arm in ("floor", "floor, compiled codec", "service", "http") for number in (1, 16)
    }
    for cell in cells.values():
        assert 0 < cell["p50_ms"] <= cell["p99_ms"]
        assert cell["per_second"] > 0 and cell["requests"] >= 8 * cell["rounds"]
        assert cell["cpu_us"]["total"] > 0 and cell["times_floor"] > 0
    told = {target["target"]: target for target in result["targets"]}
    assert all(target.keys() == {"target", "measured", "wanted", "held"} for target in told.values())
    assert any("who-covers on embedded" in what for what in told)
