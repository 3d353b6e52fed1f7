"""A Neo4j at an address: what may be written there, and what is said when it does not answer as hoped."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from orgraph.graph.engines.address import parse_address
from orgraph.graph.engines.driver import driver_for, signs_in
from orgraph.graph.engines.endpoint import Endpoint
from orgraph.graph.engines.errors import BadAddress, EngineUnavailable
from orgraph.graph.engines.external import check, external_engine, refuse_old
from tests.said import fails, in_chinese, in_english

from .neo4j_jars import Neo4jServer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return tmp_path / "ca.pem"


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_an_address_is_taken_as_written(scheme: str) -> None:
    endpoint = parse_address(f" {scheme}://graph.example:7688/ ", user="u", password="p", database="d")
    assert endpoint == Endpoint(f"{scheme}://graph.example:7688", "u", "p", "d", None, "neo4j")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("bolt://neo4j:geheim@graph.example", "contains a user or password"),
        ("neo4j://neo4j:gehe/im@graph.example", "contains a user or password"),
        ("http://graph.example:7474", "7474 is the port of its web page"),
        ("graph.example:7687", "has no scheme"),
        ("", "has no scheme"),
        ("bolt://", "names no host"),
        ("bolt://:7687", "names no host"),
        ("bolt://graph.example:0", "names no host"),
        ("bolt://graph.example:port", "cannot be read"),
        ("bolt://[::1", "cannot be read"),
        ("bolt://graph.example:7687/people", "set the database apart"),
        ("bolt://graph.example:7687?region=east", "routing context"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(url: str, words: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse_address(url, password="p")
    assert words in in_english(refused.value)
    assert refused.value.remedy
    assert "gehe" not in f"{in_english(refused.value)} {in_chinese(refused.value)} {refused.value}"


def test_a_routing_context_stays_with_neo4j() -> None:
    assert parse_address("neo4j://[::1]?region=east", password="p").url == "neo4j://[::1]?region=east"


def test_what_goes_with_it_is_checked() -> None:
    with fails(BadAddress, match="password of neo4j is missing"):
        parse_address("bolt://graph.example")
    with fails(BadAddress, match="database 'system'"):
        parse_address("bolt://graph.example", password="p", database="system")
    assert parse_address("bolt://graph.example", user="").user == ""


def test_a_ca_file_is_read_at_once(ca: Path, tmp_path: Path) -> None:
    assert parse_address("neo4j+s://graph.example", password="p", ca=ca).url == "neo4j://graph.example"
    assert parse_address("bolt://graph.example", password="p", ca=ca).ca == ca
    with fails(BadAddress, match="checks no certificate"):
        parse_address("bolt+ssc://graph.example", password="p", ca=ca)
    with fails(BadAddress, match="No such file"):
        parse_address("bolt://graph.example", password="p", ca=tmp_path / "missing.pem")
    (tmp_path / "text.pem").write_text("not a certificate")
    with fails(BadAddress, match="no PEM certificate"):
        parse_address("bolt://graph.example", password="p", ca=tmp_path / "text.pem")


@pytest.mark.parametrize(
    ("agent", "old"), [("Neo4j/5.26.31", 0), ("Neo4j/2026.09.0", 0), ("Neo4j/5.9.0", 1), ("Neo4j/4.4.48", 1)]
)
def test_a_neo4j_too_old_is_refused(agent: str, old: bool) -> None:
    endpoint = Endpoint("bolt://graph.example", "neo4j", "p", "neo4j")
    if old:
        with fails(EngineUnavailable, match=r"too old; use Neo4j 5\.26"):
            refuse_old(endpoint, agent)
    else:
        refuse_old(endpoint, agent)


@asynccontextmanager
async def deaf_server(context: ssl.SSLContext | None = None) -> AsyncIterator[Endpoint]:
    """Something that is no Neo4j: it takes connections, over TLS if told to, and closes them."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=context)
    async with server:
        yield Endpoint(f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}", "neo4j", "p", "neo4j")


async def refusal(endpoint: Endpoint) -> str:
    assert not await signs_in(endpoint)
    with pytest.raises(EngineUnavailable) as refused:
        await asyncio.wait_for(check(endpoint, patience=2), 10)
    assert refused.value.remedy
    return in_english(refused.value)


def scheme(endpoint: Endpoint, other: str) -> Endpoint:
    return replace(endpoint, url=f"{other}://" + endpoint.url.partition("://")[2])


async def test_nobody_there() -> None:
    async with deaf_server() as endpoint:
        pass
    assert "cannot be reached: Connect" in await refusal(endpoint)
    assert "cannot be reached" in await refusal(scheme(endpoint, "neo4j"))


async def test_a_plain_server_asked_for_tls(ca: Path) -> None:
    async with deaf_server() as endpoint:
        assert "use a plain scheme" in await refusal(scheme(endpoint, "bolt+ssc"))
        assert "use a plain scheme" in await refusal(replace(endpoint, ca=ca))


async def test_a_tls_server_asked_plainly_and_with_other_authorities(authority: trustme.CA, tmp_path: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    async with deaf_server(context) as endpoint:
        assert "if it wants TLS, write +s://" in await refusal(endpoint)
        assert "is not trusted" in await refusal(scheme(endpoint, "bolt+s"))
        assert "is not trusted" in await refusal(replace(endpoint, ca=tmp_path / "other.pem"))


@pytest.fixture(
    params=[
        pytest.param("neo4j_5", marks=pytest.mark.xdist_group("neo4j_5")),
        pytest.param("neo4j_2026", marks=[pytest.mark.xdist_group("neo4j_2026"), pytest.mark.full]),
    ]
)
def server(request: pytest.FixtureRequest) -> Neo4jServer:
    known: Neo4jServer = request.getfixturevalue(request.param)
    return known


@pytest.mark.neo4j
async def test_signing_in_to_neo4j(server: Neo4jServer) -> None:
    assert await check(server.endpoint) == f"Neo4j/{server.release.version}"
    at = server.endpoint
    async with external_engine(at.url, user=at.user, password=at.password) as engine:
        assert await engine.recover() == engine.endpoint() == at
    assert "refuses the sign-in of neo4j" in await refusal(replace(server.endpoint, password="wrong"))
    assert "refuses the sign-in of nobody" in await refusal(replace(server.endpoint, user="", password=""))


@pytest.mark.neo4j
async def test_a_database_that_is_not_there(server: Neo4jServer) -> None:
    with fails(EngineUnavailable, match="has no database people"):
        await check(replace(server.endpoint, database="people"))


@pytest.mark.neo4j
@pytest.mark.parametrize("kind", ["bolt", "neo4j"])
async def test_tls_with_neo4j(server: Neo4jServer, kind: str, ca: Path) -> None:
    for endpoint in (server.endpoint_by(kind, ca=server.ca), server.endpoint_by(f"{kind}+ssc")):
        async with driver_for(endpoint) as driver, driver.session(database="neo4j") as session:
            record = await (await session.run("SHOW DATABASES YIELD name RETURN count(*) AS n")).single(strict=True)
            assert record["n"] == 2
    assert "is not trusted" in await refusal(server.endpoint_by(f"{kind}+s"))
    assert "is not trusted" in await refusal(server.endpoint_by(kind, ca=ca))
