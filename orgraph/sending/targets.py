"""Who is told of events: a YAML file of targets, one key each."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.source import IDENTIFIER, Entry, Reading, read_file
from orgraph.domain.notice import Target
from orgraph.sending.networks import Network, address_of, allows, may_go_to

PREFIX = "whsec_"
_HERE = frozenset({"localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback"})
"""Names of this machine in its own table of hosts."""

LEAST_SECRET = 24
"""Bytes that a secret has at least."""


def read_targets(file: Path, allowed: Sequence[Network], events: Collection[str]) -> tuple[Target, ...]:
    """
    The targets of a file. Plain HTTP is for addresses of `allowed` networks only; `events` are all types there are.

    Raises DefinitionsFaulty with every fault, each with its line.
    """
    reading = Reading()
    if not file.is_file():
        reading.faults.add(str(file), 1, "no such file", "name a file of targets: ORGRAPH_WEBHOOKS")
        raise DefinitionsFaulty(reading.faults.all())
    top = read_file(reading, file, str(file))
    targets = tuple(_target(entry, allowed, sorted(events)) for entry in top.entries(IDENTIFIER)) if top else ()
    reading.faults.raise_if_any()
    return targets


def _target(entry: Entry, allowed: Sequence[Network], events: Sequence[str]) -> Target:
    url = entry.text("url", required=True)
    target = Target(entry.key, url, _secret(entry), entry.texts("events"))
    entry.done()
    if url:
        _check_url(entry, url, allowed)
    for name in target.events:
        if name not in events:
            near = get_close_matches(name, events, 1, 0.6)
            remedy = f"did you mean {near[0]}?" if near else f"they are {', '.join(events)}"
            entry.fault(f"{entry.key}.events: there is no event {name!r}", remedy, entry.line_of("events"))
    return target


def _check_url(entry: Entry, url: str, allowed: Sequence[Network]) -> None:
    line = entry.line_of("url")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or parts.username:
        entry.fault(f"{entry.key}.url: {url!r} is no address of a web server", "write https://host/path", line)
        return
    address = address_of(host)
    if host in _HERE or host.endswith(".localhost"):
        remedy = "if it is meant, write https://127.0.0.1 and ORGRAPH_WEBHOOK_NETWORKS=127.0.0.0/8"
        entry.fault(f"{entry.key}.url: {host} is this machine itself, where notices do not go", remedy, line)
    elif parts.scheme == "http" and not allows(host, allowed):
        remedy = "use https, or name its network in ORGRAPH_WEBHOOK_NETWORKS"
        entry.fault(f"{entry.key}.url: http would send it readable for all", remedy, line)
    elif address is not None and not may_go_to(address, allowed):
        remedy = "if it is meant, name its network in ORGRAPH_WEBHOOK_NETWORKS"
        entry.fault(f"{entry.key}.url: {host} is an address inside, where notices do not go", remedy, line)


def _secret(entry: Entry) -> bytes:
    said = entry.text("secret", required=True)
    try:
        secret = base64.b64decode(said.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if said and (not said.startswith(PREFIX) or len(secret) < LEAST_SECRET):
        remedy = f"write {PREFIX} and at least {LEAST_SECRET} random bytes in base64"
        entry.fault(f"{entry.key}.secret: it is none", remedy, entry.line_of("secret"))
    return secret
