"""
Classes of the embedded engine, read once for all of its starts in the tests, which are some hundred.

The Java that comes with the engine has no archive of classes of its own. Made once for a checkout, one halves the time
of a start. Without one, as where making it fails, everything works as well, and takes longer.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

CACHE = Path(__file__).resolve().parents[2] / ".cache"
WITHIN = 120.0

_START = """import json, sys
from pathlib import Path
from orgraph.graph.engines.embedded_child import start_server
from orgraph.graph.engines.folder import StoreFolder
given = {"password": "only-for-this-start", "heap": "256m", "statement_timeout": 10.0}
start_server(StoreFolder.at(Path(sys.argv[1])), given)
import jpype, os
machine = jpype.java.lang.management.ManagementFactory.getRuntimeMXBean()
told = {"path": str(machine.getClassPath()), "options": [str(one) for one in machine.getInputArguments()]}
Path(sys.argv[2]).write_text(json.dumps(told))
os._exit(0)
"""


def options(machine: str) -> str:
    """Java options of a machine, with the archive where there is one."""
    archive = _archive(machine)
    # What does not fit, as in an environment of its own, is passed over; -Xlog keeps quiet about it.
    return f"{machine} -XX:SharedArchiveFile={archive} -Xlog:disable" if archive else machine


def _archive(machine: str) -> Path | None:
    """The archive for these options, made the first time; None where that fails."""
    found = find_spec("arcadedb_embedded")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    jars = [f"{jar.name} {jar.stat().st_size} {jar.stat().st_mtime_ns}" for jar in sorted((home / "jars").glob("*"))]
    key = hashlib.sha256("\n".join([str(home), machine, *jars]).encode()).hexdigest()[:12]
    archive = CACHE / f"classes-{key}.jsa"
    if " " in str(archive):  # these options are parted at blanks
        return None
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "classes.lock", timeout=WITHIN):
        if not archive.exists():
            _make(home / "jre" / "bin" / "java", machine, archive)
    return archive if archive.stat().st_size else None


def _make(java: Path, machine: str, archive: Path) -> None:
    """Start the engine once to learn which classes it needs, and put them into an archive; an empty one says: not here."""
    with tempfile.TemporaryDirectory() as scratch:
        listed, told, made = Path(scratch, "classes"), Path(scratch, "told"), Path(scratch, "made.jsa")
        try:
            start = [sys.executable, "-c", _START, f"{scratch}/store", str(told)]
            _run(start, f"{machine} -XX:DumpLoadedClassList={listed}", scratch)
            machine_of = json.loads(told.read_text())
            kept = [one for one in machine_of["options"] if one.startswith(("-XX:+", "-XX:-", "--"))]
            dump = ["-Xshare:dump", f"-XX:SharedClassListFile={listed}", f"-XX:SharedArchiveFile={made}"]
            _run([str(java), *kept, *dump, "-cp", machine_of["path"]], machine, scratch)
            archive.with_suffix(".new").write_bytes(made.read_bytes())
        except (subprocess.SubprocessError, OSError, ValueError):
            archive.with_suffix(".new").write_bytes(b"")
    archive.with_suffix(".new").replace(archive)


def _run(command: list[str], machine: str, scratch: str) -> None:
    ours = {"JAVA_TOOL_OPTIONS": machine, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(CACHE.parent)}
    subprocess.run(command, env={**os.environ, **ours}, capture_output=True, timeout=WITHIN, check=True, cwd=scratch)
