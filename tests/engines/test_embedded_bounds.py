"""What the embedded engine keeps to itself, what it bounds, and what it says when it cannot be had."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import AsyncManagedTransaction
from neo4j.exceptions import ClientError

from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.engines.embedded_child import bound_log
from orgraph.graph.engines.endpoint import Endpoint, read_endpoint
from orgraph.graph.engines.errors import EngineUnavailable
from orgraph.graph.engines.folder import explained
from tests.said import fails, in_english

from .processes import ROOT, Worker

needs_proc = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="looks at processes through Linux's /proc")
RUNAWAY = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store in use by another process, under a name that Java cannot spell in the locale of that process."""
    place = tmp_path_factory.mktemp("bounds") / "丹东 store"
    with Worker(place, statement_timeout=1.0, locale="C") as holder:
        holder.engine_pid()
        yield place
        holder.end()


@pytest.fixture
def endpoint(folder: Path) -> Endpoint:
    known = read_endpoint(folder / "endpoint.json")
    assert known is not None
    return known


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@needs_proc
def test_it_listens_at_one_port_of_loopback_only(folder: Path, endpoint: Endpoint) -> None:
    pid = (folder / "orgraph.lock").read_text().strip()
    own = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    rows = [row.split() for table in ("tcp", "tcp6") for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own]
    port = int(endpoint.url.rpartition(":")[2])
    here = socket.inet_aton("127.0.0.1")[::-1].hex().upper()
    assert listening == [f"{here}:{port:04X}"]


def test_its_files_are_for_the_owner_alone(folder: Path) -> None:
    everything = [folder, *folder.rglob("*")]
    assert len(everything) > 10
    for path in everything:
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_made_by_hand_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = tmp_path / "store"
    by_hand.mkdir(mode=0o755)
    monkeypatch.setattr("orgraph.graph.engines.folder.LEAST_FREE", 1 << 62)  # so that no engine is started for this
    with pytest.raises(EngineUnavailable):
        asyncio.run(embedded_engine(by_hand).__aenter__())
    assert mode(by_hand) == 0o700


@needs_proc
def test_its_password_is_in_no_argument_environment_or_log(folder: Path, endpoint: Endpoint) -> None:
    assert len(endpoint.password) >= 32
    secret = endpoint.password.encode()
    engine = Path("/proc") / (folder / "orgraph.lock").read_text().strip()
    told = [*Path("/proc").glob("[0-9]*/cmdline"), engine / "environ", *(folder / "log").iterdir()]
    for path in told:
        try:
            assert secret not in path.read_bytes(), path
        except (FileNotFoundError, ProcessLookupError):
            continue  # a process that has just ended
    assert endpoint.password not in repr(endpoint)


def test_every_commit_reaches_the_disk(folder: Path) -> None:
    assert "WAL flush: 2 (full fsync)" in (folder / "log" / "engine.log").read_text()


def test_its_log_is_bounded(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    with log.open("ab", buffering=0) as file:
        file.write(b"12345678")
        bound_log(log, file.fileno(), limit=8)
        assert log.read_bytes() == b"12345678"
        file.write(b"9")
        bound_log(log, file.fileno(), limit=8)
        file.write(b"new")
    assert log.read_bytes() == b"new"
    assert (tmp_path / "engine.log.1").read_bytes() == b"123456789"


async def test_a_statement_that_runs_away_is_ended(endpoint: Endpoint) -> None:
    async with driver_for(endpoint) as driver, driver.session(database="orgraph") as session:
        start = time.monotonic()
        with pytest.raises(ClientError) as refused:
            async with asyncio.timeout(10):
                await (await session.run(RUNAWAY)).consume()
        assert refused.value.code is not None
        assert "TransactionTimedOut" in refused.value.code  # what Store takes for TooSlow
        assert 0.9 < time.monotonic() - start < 5


async def test_a_conflict_is_tried_again_within_a_moment(endpoint: Endpoint) -> None:
    attempts = 0

    async def count_up(transaction: AsyncManagedTransaction) -> None:
        nonlocal attempts
        attempts += 1
        await (await transaction.run("MATCH (c:Counter {code: 'c'}) SET c.count = c.count + 1")).consume()
        if attempts <= 3:
            await driver.execute_query("MATCH (c:Counter {code: 'c'}) SET c.count = c.count + 10", database_="orgraph")

    async with driver_for(endpoint) as driver, driver.session(database="orgraph") as session:
        await driver.execute_query("CREATE (:Counter {code: 'c', count: 0})", database_="orgraph")
        start = time.monotonic()
        await session.execute_write(count_up)
    assert attempts == 4
    assert time.monotonic() - start < 0.98, "the driver's own default waits 1 + 2 + 4 seconds"


async def test_joining_takes_no_time(folder: Path, endpoint: Endpoint) -> None:
    start = time.monotonic()
    async with embedded_engine(folder) as engine:
        assert time.monotonic() - start < 0.5
        assert engine.endpoint() == endpoint


def test_the_child_loads_no_driver() -> None:
    """It would cost half a second of every start."""
    look = "import orgraph.graph.engines.embedded_child, sys; sys.exit('neo4j' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False, timeout=30).returncode == 0


async def test_without_the_wheel_it_names_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(EngineUnavailable) as refused:
        await embedded_engine(tmp_path / "store").__aenter__()
    assert "arcadedb-embedded" in in_english(refused.value.message)
    assert "glibc 2.34" in in_english(refused.value.remedy)
    assert "ORGRAPH_STORE" in in_english(refused.value.remedy)
    assert not (tmp_path / "store").exists()


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    place = tmp_path
    if os.geteuid() == 0:  # whom no mode keeps out
        place = Path("/sys")
    else:
        place.chmod(0o500)
    with fails(EngineUnavailable, match="may not write in"):
        await embedded_engine(place / "store").__aenter__()


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with fails(EngineUnavailable, match="is not a folder"):
        await embedded_engine(tmp_path / "store").__aenter__()


async def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orgraph.graph.engines.folder.LEAST_FREE", 1 << 62)
    with fails(EngineUnavailable, match=r"is full; free at least"):
        await embedded_engine(tmp_path / "store").__aenter__()


async def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with fails(EngineUnavailable, match=r"no file locks.*local disk"):
        await embedded_engine(tmp_path / "store").__aenter__()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "may not write"),
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EIO, "cannot be used"),
    ],
)
def test_what_the_system_refuses_comes_with_a_remedy(number: int, words: str) -> None:
    with fails(EngineUnavailable, match=words) as refused, explained(Path("store")):
        raise OSError(number, os.strerror(number))
    assert "ORGRAPH_STORE" in in_english(refused.value.remedy)
