"""Bytes that are no text, wherever they come from: refused in words, never a failure of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_world import ROOT

from .conftest import World

BYTES = b"\xff\xfe\xc4\xcf"


def told(*words: str | bytes, at: Path, given: bytes = b"", folder: Path | None = None) -> tuple[int, str]:
    """The exit code and what is said, of a process of its own: only there arguments are bytes."""
    where = ["--folder", str(folder or at / "store"), "--seeds", str(ROOT / "seeds/worlds/small"), "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "orgraph.cli.main", *words, *where],
        cwd=at,
        input=given,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "JAVA_TOOL_OPTIONS": ""},
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("words", [("who-covers", BYTES), ("search", BYTES), ("who-covers", "南河", "--on", BYTES)])
def test_arguments(words: tuple[str | bytes, ...], tmp_path: Path) -> None:
    code, said = told(*words, at=tmp_path)
    assert (code, "is not UTF-8" in said, "Traceback" in said) == (2, True, False), said


def test_a_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ORGRAPH_ACTOR=" + BYTES)
    code, said = told("settings", at=tmp_path)
    assert (code, ".env is not UTF-8" in said, "Traceback" in said) == (2, True, False), said


def test_standard_input(world: World, tmp_path: Path) -> None:
    words = ("whistle", "南河社区", "--by", "township-secretary", "--kind", "daily-work", "--category", "物业纠纷")
    code, said = told(*words, "--text", "-", at=tmp_path, given=BYTES, folder=world.folder)
    assert (code, "standard input is not UTF-8" in said) == (2, True), said
