"""Who is told of events: a YAML file of targets, one key each."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.source import IDENTIFIER, Entry, Reading, read_file
from orgraph.domain.notice import Target
from orgraph.sending.networks import Network, allows

PREFIX = "whsec_"
LEAST_SECRET = 24
"""Bytes that a secret has at least."""


def read_targets(file: Path, allowed: Sequence[Network]) -> tuple[Target, ...]:
    """
    The targets of a file. Plain HTTP is for addresses of `allowed` networks only.

    Raises DefinitionsFaulty with every fault, each with its line.
    """
    reading = Reading()
    if not file.is_file():
        reading.faults.add(str(file), 1, "no such file", "name a file of targets: ORGRAPH_WEBHOOKS")
        raise DefinitionsFaulty(reading.faults.all())
    top = read_file(reading, file, str(file))
    targets = tuple(_target(entry, allowed) for entry in top.entries(IDENTIFIER)) if top else ()
    reading.faults.raise_if_any()
    return targets


def _target(entry: Entry, allowed: Sequence[Network]) -> Target:
    url = entry.text("url", required=True)
    target = Target(entry.key, url, _secret(entry), entry.texts("events"))
    entry.done()
    parts = urlsplit(url)
    if url and (parts.scheme not in ("https", "http") or not parts.hostname or parts.username):
        entry.fault(f"{entry.key}.url: {url!r} is no address of a web server", "write https://host/path")
    elif parts.scheme == "http" and not allows(parts.hostname or "", allowed):
        remedy = "use https, or name its network in ORGRAPH_WEBHOOK_NETWORKS"
        entry.fault(f"{entry.key}.url: http would send it readable for all", remedy, entry.line_of("url"))
    return target


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
