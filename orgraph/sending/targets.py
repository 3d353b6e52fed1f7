"""Who is told of events: a YAML file of targets, one key each."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.source import IDENTIFIER, Entry, Reading, read_file
from orgraph.domain.nearest import instead_of, themselves
from orgraph.domain.notice import Target
from orgraph.domain.said import said
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
        reading.faults.add(str(file), 0, said("file-missing"), said("mend-name-targets"))
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
            remedy = instead_of(name, themselves(events))
            entry.fault(said("no-such-event", event=name), remedy, "events")
    return target


def _check_url(entry: Entry, url: str, allowed: Sequence[Network]) -> None:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or parts.username:
        entry.fault(said("no-web-address", url=url), said("mend-web-address"), "url")
        return
    address = address_of(host)
    if host in _HERE or host.endswith(".localhost"):
        entry.fault(said("address-here", host=host), said("mend-address-here"), "url")
    elif parts.scheme == "http" and not allows(host, allowed):
        entry.fault(said("address-readable"), said("mend-address-readable"), "url")
    elif address is not None and not may_go_to(address, allowed):
        entry.fault(said("address-inside", host=host), said("mend-address-inside"), "url")


def _secret(entry: Entry) -> bytes:
    given = entry.text("secret", required=True)
    try:
        secret = base64.b64decode(given.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if given and (not given.startswith(PREFIX) or len(secret) < LEAST_SECRET):
        remedy = said("mend-secret", prefix=PREFIX, least=LEAST_SECRET)
        entry.fault(said("no-secret"), remedy, "secret")
    return secret
