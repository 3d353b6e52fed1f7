"""
orgraph as people have it: a wheel, in an environment that holds what requirements.lock lists and nothing else.

Built once for a run of the tests, and used from a folder outside of the checkout.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from tests.installed.steps import Step
from tests.small_world import ROOT

TOOLS = Path(sys.executable).parent
DRIVER = Path(__file__).with_name("driver.py")
KEPT = ("PATH", "HOME", "TMPDIR", "JAVA_TOOL_OPTIONS", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Installed:
    """The installed program, used from `home` with a store there; `given` are settings and other variables."""

    environment: Path
    wheel: Path
    home: Path
    given: Mapping[str, str] = field(default_factory=dict)

    def program(self, name: str) -> str:
        """A program of the environment."""
        return str(self.environment / ("Scripts" if os.name == "nt" else "bin") / name)

    def variables(self) -> dict[str, str]:
        """What its processes see: nothing of ours, the small world, a store that stays for the next command."""
        ours = {name: os.environ[name] for name in KEPT if name in os.environ}
        fixed = {"PYTHONIOENCODING": "utf-8", "PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1"}
        settings = {"ORGRAPH_WORLD": "small", "ORGRAPH_LINGER": "20", "ORGRAPH_LANG": "en"}
        return {**ours, **fixed, **settings, **self.given}

    def __call__(self, *words: str | Path, program: str = "orgraph", said: str = "") -> Answer:
        """Run a program and wait for its end."""
        command = [self.program(program), *map(str, words)]
        done = subprocess.run(
            command, input=said, cwd=self.home, env=self.variables(), capture_output=True, encoding="utf-8", timeout=300
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def walk(self, steps: Sequence[Step]) -> list[Answer]:
        """Run steps one after the other in one process: an interpreter for each would take a minute."""
        given = json.dumps([{"words": one.words, "keep": one.keep} for one in steps])
        done = self("-P", DRIVER, program="python", said=given)
        assert done.code == 0, done.err
        return [Answer(*one) for one in json.loads(done.out)]

    @contextmanager
    def going_on(self, *words: str, first: str) -> Iterator[str]:
        """A command that goes on until it is told to end, which it does in peace. Gives its line that has `first`."""
        log = (self.home / f"{words[0]}.log").open("w+", encoding="utf-8")
        with log, subprocess.Popen(
            [self.program("orgraph"), *words],
            cwd=self.home, env=self.variables(), stdout=subprocess.PIPE, stderr=log, encoding="utf-8",
        ) as process:  # fmt: skip
            assert process.stdout
            try:
                line = next((line for line in process.stdout if first in line), "")
                log.seek(0)
                assert line, log.read()
                yield line
            finally:
                process.send_signal(signal.SIGINT)
                process.stdout.read()
            assert process.wait(30) == 0


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The environment and the wheel, made once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "as-installed"
    environment, wheels = shared / "environment", shared / "wheels"
    with FileLock(f"{shared}.lock", timeout=600):
        if not (shared / "made").exists():
            wheels.mkdir(parents=True)
            _made([TOOLS / "hatchling", "build", "-t", "wheel", "-d", wheels])
            _environment(environment, next(wheels.glob("*.whl")))
            (shared / "made").touch()
    return environment, next(wheels.glob("*.whl"))


def _environment(folder: Path, wheel: Path) -> None:
    """With uv, which is quick; a machine on which only pip knows where packages come from makes it with pip."""
    lock = ("--no-deps", "--require-hashes", "-r", ROOT / "requirements.lock")
    quick = {"VIRTUAL_ENV": str(folder)}
    try:
        _made([TOOLS / "uv", "venv", "--quiet", "--python", sys.executable, folder])
        for what in (lock, ("--no-deps", wheel)):
            _made([TOOLS / "uv", "pip", "install", "--quiet", *what], quick)
    except RuntimeError:
        _made([sys.executable, "-m", "venv", "--clear", folder])
        for what in (lock, ("--no-deps", wheel)):
            _made([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *what])


def _made(command: Sequence[str | Path], more: Mapping[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **(more or {})}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")


@pytest.fixture(scope="session")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """orgraph in a folder of its own."""
    return Installed(*built, tmp_path_factory.mktemp("home"))
