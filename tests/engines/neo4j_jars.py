"""Real Neo4j servers without Docker: Community, assembled from its published jars into a cache of this checkout.

Nothing of Neo4j is part of orgraph: the jars are fetched by the machine that tests, and run as a process of their own.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import trustme
from filelock import FileLock
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from orgraph.graph.engines.endpoint import Endpoint

CACHE = Path(__file__).resolve().parents[2] / ".cache"
FETCH_WITHIN = 600.0
READY_WITHIN = 120.0

_POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>orgraph.tests</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{}</version></dependency>
</dependencies></project>
"""

_CONF = """server.bolt.listen_address=127.0.0.1:{port}
server.bolt.tls_level={tls_level}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={home}/certificates
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
dbms.ssl.policy.bolt.client_auth=NONE
db.tx_log.preallocate=false
server.memory.pagecache.size=128m
internal.server.bolt.thread_pool_shutdown_wait_time=1s
dbms.cypher.min_replan_interval=1h
"""


_FIRST = "neo4j"
"""The password of a new server, which it lets nobody keep: to set ours takes no Java machine of its own this way."""


class MissingTool(Exception):
    """This machine lacks a JDK or Maven, or Maven cannot fetch; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version to test against: the main class of its jars, the Java versions it runs on, settings of its own."""

    version: str
    main: str
    javas: range
    conf: str = ""


LTS = Release("5.26.31", "org.neo4j.server.CommunityEntryPoint", range(17, 25))
CURRENT = Release(
    "2026.09.0", "org.neo4j.server.Neo4jCommunity", range(21, 100), "db.query.default_language=CYPHER_25\n"
)


def fetch(version: str) -> Path:
    """The folder of this version's jars, fetched with Maven the first time. Raises MissingTool."""
    CACHE.mkdir(exist_ok=True)
    lib = CACHE / f"neo4j-{version}" / "lib"
    with FileLock(CACHE / f"neo4j-{version}.lock", timeout=FETCH_WITHIN):
        if not lib.is_dir():
            draft = CACHE / f"neo4j-{version}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            _copy_jars(version, draft)
            draft.rename(lib.parent)
    return lib


def _copy_jars(version: str, folder: Path) -> None:
    (folder / "pom.xml").write_text(_POM.format(version), encoding="utf-8")
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingTool("mvn is not on the PATH: install Apache Maven, which fetches Neo4j for the tests")
    done = subprocess.run(
        [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=FETCH_WITHIN,
        check=False,
    )
    if done.returncode:
        raise MissingTool(f"mvn could not fetch Neo4j {version}: {done.stdout[-600:]}")


def find_java(majors: range) -> Path:
    """A java program of one of these major versions, the oldest that fits. Raises MissingTool."""
    found: dict[int, Path] = {}
    for java in _javas():
        major = _major(java)
        if major in majors:
            found.setdefault(major, java)
    if not found:
        raise MissingTool(f"no Java {majors.start} or newer (below {majors.stop}): install a JDK or set JAVA_HOME")
    return found[min(found)]


def _javas() -> Iterator[Path]:
    homes = [Path(value) for name, value in sorted(os.environ.items()) if re.match(r"JAVA_?HOME|JAVA\d+_HOME", name)]
    for root in (
        Path("/usr/lib/jvm"),
        Path("/Library/Java/JavaVirtualMachines"),
        Path.home() / ".sdkman/candidates/java",
    ):
        homes += sorted(root.glob("*")) + sorted(root.glob("*/Contents/Home"))
    yield from (java for home in homes if (java := home / "bin" / "java").is_file())
    if on_path := shutil.which("java"):
        yield Path(on_path)


def _major(java: Path) -> int:
    """The major version that this program says it is, 0 if it does not run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


class Neo4jServer:
    """One server with a home of its own on a free port of loopback, with a random password and a certificate.

    It takes plain connections and TLS at one port; `tls_only` refuses the plain ones.
    """

    def __init__(self, release: Release, home: Path, *, tls_only: bool = False) -> None:
        self.release = release
        self.home = home
        self.port = _free_port()
        self.ca = home / "ca.pem"
        self._password = f"p{secrets.token_urlsafe(12)}"  # one that begins with - would be read as an option
        self._tls_level = "REQUIRED" if tls_only else "OPTIONAL"
        self._process: subprocess.Popen[bytes] | None = None
        self._signed_in = False
        self._java = find_java(release.javas)
        self._jars = f"{fetch(release.version)}/*"

    @property
    def endpoint(self) -> Endpoint:
        """The plain address, with what it takes to sign in."""
        return self.endpoint_by("bolt")

    def endpoint_by(self, scheme: str, *, ca: Path | None = None) -> Endpoint:
        """The address under another scheme, or with a CA file."""
        return Endpoint(f"{scheme}://127.0.0.1:{self.port}", "neo4j", self._password, "neo4j", ca)

    def __enter__(self) -> Self:
        self._install()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start and wait until it takes a sign-in. Raises RuntimeError with the end of its log if it does not."""
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._java), *self._machine_options(), self.release.main, *self._folders(), "--console-mode"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        """End it as an operator would; takes about two seconds."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)

    def kill(self) -> None:
        """End it without a chance to clean up, as when the power fails."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)

    def restart(self) -> None:
        """Stop, and start again on the same home and port."""
        self.stop()
        self.start()

    def _install(self) -> None:
        certificates, conf = self.home / "certificates", self.home / "conf"
        certificates.mkdir(parents=True)
        conf.mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca)
        issued = authority.issue_cert("localhost", "127.0.0.1")
        issued.private_key_pem.write_to_path(certificates / "private.key")
        issued.cert_chain_pems[0].write_to_path(certificates / "public.crt")
        text = _CONF.format(port=self.port, tls_level=self._tls_level, home=self.home) + self.release.conf
        (conf / "neo4j.conf").write_text(text, encoding="utf-8")

    def _machine_options(self) -> list[str]:
        # It plans some hundred statements and is gone: to compile for the long run takes a third of the time of its life.
        # To compile simply, but soon, and to have room for all of it, takes a tenth less than Java would by itself.
        compiler = ["-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.2", "-XX:ReservedCodeCacheSize=240m"]
        unchecked = ["-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"]
        return ["-Xmx512m", "-XX:+UseSerialGC", *compiler, *unchecked, "-cp", self._jars]

    def _folders(self) -> list[str]:
        return [f"--home-dir={self.home}", f"--config-dir={self.home}/conf"]

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}  # of other servers
        return {**ours, "NEO4J_HOME": str(self.home), "NEO4J_CONF": f"{self.home}/conf"}

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not self._signs_in():
            if process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                told = (self.home / "console.log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"Neo4j {self.release.version} did not start: {told[-2000:]}")
            time.sleep(0.1)

    def _signs_in(self) -> bool:
        at = self.endpoint
        password = at.password if self._signed_in else _FIRST
        try:
            # A fresh driver each time: one that met a refused connection waits ever longer before it tries again.
            with GraphDatabase.driver(at.url, auth=(at.user, password), connection_timeout=5) as driver:
                if self._signed_in:
                    driver.verify_connectivity()
                else:
                    change = "ALTER CURRENT USER SET PASSWORD FROM $first TO $own"
                    with driver.session(database="system") as session:  # not by a method that tries again by itself
                        session.run(change, first=_FIRST, own=at.password).consume()
        except (DriverError, Neo4jError, OSError):
            return False
        self._signed_in = True
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
