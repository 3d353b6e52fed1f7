"""Notices go to public addresses, or to networks that were named; whatever a name leads to is looked at first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.errors import InvalidInput, NotSent
from orgraph.sending.client import Client
from orgraph.sending.networks import may_go_to, networks_of
from orgraph.sending.targets import read_targets
from tests.said import in_english

from ..silent import swallow

LOOPBACK = networks_of("127.0.0.0/8")
SECRET = "whsec_" + "c2VjcmV0LW9mLWF0LWxlYXN0LTI0LWJ5dGVz"
EVENTS = ("sign-in", "escalated", "redacted")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00:ec2::254",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a9fe:a9fe::", "64:ff9b::7f00:1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not may_go_to(ip_address(address), ())


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1", "::ffff:1.1.1.1"])
def test_public_addresses_are_not(address: str) -> None:
    assert may_go_to(ip_address(address), ())


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_another_is_looked_at_as_itself(address: object) -> None:
    hidden = ip_address(f"::ffff:{address}")
    assert may_go_to(hidden, ()) == may_go_to(ip_address(str(address)), ())


def test_a_network_that_was_named_is_open_and_no_other() -> None:
    named = networks_of("10.1.0.0/16, 192.168.7.5")
    assert may_go_to(ip_address("10.1.200.3"), named) and may_go_to(ip_address("192.168.7.5"), named)
    assert not may_go_to(ip_address("10.2.0.1"), named) and not may_go_to(ip_address("192.168.7.6"), named)
    with pytest.raises(InvalidInput):
        networks_of("10.1.0.0/16, everywhere")


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://169.254.169.254/latest/meta-data"),
        *("http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/"),
    ],
)
async def test_what_leads_inside_is_not_even_connected_to(url: str) -> None:
    async with Client() as client:
        with pytest.raises(NotSent) as refused:
            await client.post(url, {}, b"{}")
    assert "do not go" in in_english(refused.value.message) or "not known" in in_english(refused.value.message)


@pytest.fixture
async def silent() -> AsyncIterator[int]:
    """A server that takes everything and never answers."""
    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_a_target_that_never_answers_is_left_after_a_while(silent: int) -> None:
    async with Client(LOOPBACK, seconds=0.3) as client:
        with pytest.raises(NotSent) as slow:
            await client.post(f"http://127.0.0.1:{silent}/", {}, b"{}")
    assert in_english(slow.value.message) == "no answer within 0.3 s"


async def test_a_target_that_is_not_there() -> None:
    async with Client(LOOPBACK, seconds=3) as client:
        with pytest.raises(NotSent):
            await client.post("http://127.0.0.1:9/", {}, b"{}")


def test_every_fault_of_a_file_of_targets_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "webhooks.yaml"
    file.write_text(
        f"good: {{url: 'https://example.org/in', secret: {SECRET}}}\n"
        f"plain: {{url: 'http://example.org/in', secret: {SECRET}}}\n"
        f"inside: {{url: 'http://127.0.0.1:9/in', secret: {SECRET}, events: [escalated]}}\n"
        "weak:\n  url: https://example.org\n  secret: whsec_YWJj\n"
        f"odd: {{url: 'ftp://example.org', secret: {SECRET}, colour: red}}\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionsFaulty) as faulty:
        read_targets(file, LOOPBACK, EVENTS)
    told = [(fault.line, in_english(fault.problem)) for fault in faulty.value.faults]
    assert [line for line, _ in told] == [2, 6, 7, 7]
    assert "readable for all" in told[0][1] and "it is none" in told[1][1]
    with pytest.raises(DefinitionsFaulty):
        read_targets(tmp_path / "none.yaml", (), EVENTS)
    file.write_text(f"inside: {{url: 'http://127.0.0.1:9/in', secret: {SECRET}, events: [escalated]}}\n")
    (target,) = read_targets(file, LOOPBACK, EVENTS)
    assert target.events == ("escalated",) and "secret" not in repr(target)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://localhost/in", "localhost is this machine itself"),
        ("http://localhost:9/in", "localhost is this machine itself"),
        ("https://hotline.localhost/in", "is this machine itself"),
        *((f"https://{host}/", "is an address inside") for host in ("10.0.0.5", "[::1]", "2130706433", "0x7f.1")),
        ("https://169.254.169.254/latest", "is an address inside"),
        *((f"https://{host}/in", "is no address of a web server") for host in ("[::1", "host:99999", "host:x")),
    ],
)
def test_a_target_that_can_never_be_reached_is_refused_at_start_with_the_reason(
    tmp_path: Path, url: str, why: str
) -> None:
    file = tmp_path / "webhooks.yaml"
    file.write_text(f"one:\n  secret: {SECRET}\n  url: '{url}'\n", encoding="utf-8")
    with pytest.raises(DefinitionsFaulty) as faulty:
        read_targets(file, networks_of("192.168.0.0/16"), EVENTS)
    ((line, problem),) = [(fault.line, in_english(fault.problem)) for fault in faulty.value.faults]
    assert line == 3 and why in problem


def test_an_event_that_does_not_exist_is_refused_at_start_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "webhooks.yaml"
    text = f"one: {{url: 'https://example.org/in', secret: {SECRET}, events: [EVENT, sign-in, escalated]}}\n"
    for event, remedy in (("escalation", "did you mean escalated"), ("signed", ""), ("xyz", "they are escalated, ")):
        file.write_text(text.replace("EVENT", event), encoding="utf-8")
        with pytest.raises(DefinitionsFaulty) as faulty:
            read_targets(file, (), EVENTS)
        (fault,) = faulty.value.faults
        assert f"no event {event!r}" in in_english(fault.problem) and in_english(fault.remedy).startswith(remedy)
    file.write_text(text.replace("EVENT", "redacted"), encoding="utf-8")
    assert read_targets(file, (), EVENTS)[0].events == ("redacted", "sign-in", "escalated")
