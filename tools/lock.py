"""Resolves requirements.lock and requirements-dev.lock with hashes, and notes in each how much it fetches."""

import subprocess
import sys
import tempfile
from pathlib import Path

COMPILE = [
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-annotate", "--no-header", "pyproject.toml"),
]


def main() -> None:
    """Write both lists."""
    tools = Path(sys.executable).parent
    for target, extra in (
        ("requirements.lock", ["--group", "build"]),
        ("requirements-dev.lock", ["--group", "dev", "-c", "requirements.lock"]),
    ):
        subprocess.run([tools / COMPILE[0], *COMPILE[1:], *extra, "-o", target], check=True)
        _note_size(Path(target))


def _note_size(lock: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fetch = ("-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", str(lock), "-d", folder)
        subprocess.run([sys.executable, *fetch], check=True)
        files = list(Path(folder).iterdir())
        size = sum(file.stat().st_size for file in files) / 1e6
    text = lock.read_text(encoding="utf-8")
    lock.write_text(f"# fetches {len(files)} packages, {size:.0f} MB on Linux x86-64\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
