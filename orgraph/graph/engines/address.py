"""Reading the address of a Neo4j that someone else runs, and what goes with it."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from orgraph.domain.said import Said, said
from orgraph.graph.engines.endpoint import Endpoint
from orgraph.graph.engines.errors import BadAddress, error_text

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_EXAMPLE = said("mend-address")


def parse_address(
    url: str, *, user: str = "neo4j", password: str = "", database: str = "neo4j", ca: Path | None = None
) -> Endpoint:
    """Check an address and what goes with it. Raises BadAddress, which never repeats a password.

    `ca` is a PEM file with the authority that signed the server's certificate; it makes the connection encrypted and
    checked, also under a plain scheme. An empty `user` means a server without sign-in.
    """
    parts = _split(url.strip())
    if database in ("", "system"):
        raise BadAddress(said("database-unfit", database=database), said("mend-another-database"))
    if user and not password:
        raise BadAddress(said("password-missing", user=user), said("mend-password-apart"))
    scheme = _checked_scheme(parts.scheme, ca)
    query = f"?{parts.query}" if parts.query else ""
    return Endpoint(f"{scheme}://{parts.netloc}{query}", user, password, database, ca)


def _split(url: str) -> SplitResult:
    if "@" in url:  # wherever it stands: a password may hold any sign
        raise BadAddress(said("address-with-password"), said("mend-user-apart"))
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadAddress(said("address-unreadable", why=str(error)), _EXAMPLE) from None
    if parts.scheme not in SCHEMES:
        raise BadAddress(said("address-scheme", address=url), _scheme_remedy(parts.scheme))
    if not host or port == 0:
        raise BadAddress(said("address-no-host", address=url), _EXAMPLE)
    if parts.path not in ("", "/") or parts.fragment:
        raise BadAddress(said("address-goes-on", address=url), said("mend-database-apart"))
    if parts.query and parts.scheme.startswith("bolt"):
        raise BadAddress(said("address-with-routing", address=url), said("mend-routing"))
    return parts


def _scheme_remedy(scheme: str) -> Said:
    known = [f"{known}://" for known in SCHEMES]
    return said("mend-scheme-not-web", known=known) if scheme.startswith("http") else said("mend-scheme", known=known)


def _checked_scheme(scheme: str, ca: Path | None) -> str:
    """The scheme to hand to the driver, whose +s means the system's authorities and excludes our own."""
    if ca is None:
        return scheme
    if scheme.endswith("+ssc"):
        raise BadAddress(said("authority-of-no-use", scheme=scheme, file=str(ca)), said("mend-checked-scheme"))
    try:
        ssl.create_default_context(cafile=str(ca))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        why = said("no-certificate") if isinstance(error, ssl.SSLError) else error_text(error)
        raise BadAddress(said("authority-unusable", file=str(ca), why=why), said("mend-certificate")) from None
    return scheme.removesuffix("+s")
