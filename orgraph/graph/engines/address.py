"""Reading the address of a Neo4j that someone else runs, and what goes with it."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from orgraph.graph.engines.endpoint import Endpoint
from orgraph.graph.engines.errors import BadAddress, error_text

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_EXAMPLE = "write it like neo4j+s://graph.example:7687"


def parse_address(
    url: str, *, user: str = "neo4j", password: str = "", database: str = "neo4j", ca: Path | None = None
) -> Endpoint:
    """Check an address and what goes with it. Raises BadAddress, which never repeats a password.

    `ca` is a PEM file with the authority that signed the server's certificate; it makes the connection encrypted and
    checked, also under a plain scheme. An empty `user` means a server without sign-in.
    """
    parts = _split(url.strip())
    if database in ("", "system"):
        raise BadAddress(f"the database {database!r} cannot hold the graph", "name another, for example neo4j")
    if user and not password:
        raise BadAddress(f"the password of {user} is missing", "set it apart from the address")
    scheme = _checked_scheme(parts.scheme, ca)
    query = f"?{parts.query}" if parts.query else ""
    return Endpoint(f"{scheme}://{parts.netloc}{query}", user, password, database, ca)


def _split(url: str) -> SplitResult:
    if "@" in url:  # wherever it stands: a password may hold any sign
        raise BadAddress("the address of the store contains a user or password", "set them apart from the address")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadAddress(f"the address of the store cannot be read: {error}", _EXAMPLE) from None
    if parts.scheme not in SCHEMES:
        raise BadAddress(f"the address {url!r} has no scheme of a store", _scheme_remedy(parts.scheme))
    if not host or port == 0:
        raise BadAddress(f"the address {url!r} names no host and port", _EXAMPLE)
    if parts.path not in ("", "/") or parts.fragment:
        raise BadAddress(f"the address {url!r} goes on after its port", "set the database apart from the address")
    if parts.query and parts.scheme.startswith("bolt"):
        raise BadAddress(f"the address {url!r} has a routing context", "use it with a neo4j:// address")
    return parts


def _scheme_remedy(scheme: str) -> str:
    known = "use one of " + ", ".join(f"{known}://" for known in SCHEMES)
    return f"{known}; 7474 is the port of its web page, the driver's is 7687" if scheme.startswith("http") else known


def _checked_scheme(scheme: str, ca: Path | None) -> str:
    """The scheme to hand to the driver, whose +s means the system's authorities and excludes our own."""
    if ca is None:
        return scheme
    if scheme.endswith("+ssc"):
        raise BadAddress(
            f"{scheme}:// checks no certificate, so the CA file {ca} is of no use", "use +s, or no CA file"
        )
    try:
        ssl.create_default_context(cafile=str(ca))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        why = "it holds no PEM certificate" if isinstance(error, ssl.SSLError) else error_text(error)
        raise BadAddress(f"the CA file {ca} cannot be used: {why}", "give a PEM file of certificates") from None
    return scheme.removesuffix("+s")
