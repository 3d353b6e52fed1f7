"""All that must hold: the tests, and beside them formatting, lint, types and floors. One failure fails the whole."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOOLS = Path(sys.executable).parent
CODE = ["orgraph", "tests", "tools", "benchmarks"]

CHECKS: dict[str, list[str | Path]] = {
    "formatting": [TOOLS / "ruff", "format", "--check", "--quiet", *CODE],
    "lint": [TOOLS / "ruff", "check", "--quiet", *CODE],
    "floors": [TOOLS / "lint-imports"],
    "types": [TOOLS / "mypy", "--no-error-summary"],
}


def main() -> int:
    """Run the checks and the tests; the exit code says whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the slow tests too")
    parser.add_argument("--lint-only", action="store_true", help="no tests")
    options, rest = parser.parse_known_args()
    if options.lint_only:
        return 0 if _lint() else 1
    marks = ["-m", ""] if options.full else []
    workers = os.environ.get("ORGRAPH_TEST_WORKERS", "2")
    spread = ["-n", workers, "--dist", "loadgroup"] if workers != "0" else []
    tests: list[str | Path] = [sys.executable, "-m", "pytest", *spread, *marks, "--durations=12", *rest]
    with ThreadPoolExecutor(1) as beside:  # these wait for one core, the tests now and then for a process
        lint = beside.submit(_lint)
        tested = _holds("tests", tests)
        return 0 if lint.result() and tested else 1


def _lint() -> bool:
    held = [_holds(name, command) for name, command in CHECKS.items()]
    return all(held)


def _holds(name: str, command: list[str | Path]) -> bool:
    begun = time.monotonic()
    # Where Python is told to keep no compiled modules, each of hundreds of processes would compile all it imports.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([str(part) for part in command], capture_output=name != "tests", text=True, env=kept)
    if done.returncode and name != "tests":
        print(done.stdout + done.stderr)
    took, word = time.monotonic() - begun, "ok" if done.returncode == 0 else "FAILED"
    print(f"{name}: {word} ({took:.0f} s)", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
