"""What can go wrong before the first statement is sent, in words for the person who can mend it."""

from __future__ import annotations

from orgraph.domain.errors import InvalidInput, StoreUnavailable
from orgraph.domain.said import said

USE_NEO4J = said("mend-use-neo4j")


class EngineUnavailable(StoreUnavailable):
    """No server could be started, joined or reached."""

    code = "engine_unavailable"


class BadAddress(InvalidInput):
    """The address of the store, or what goes with it, cannot be used as written."""

    code = "bad_store_address"


def error_text(error: BaseException) -> str:
    """The operating system's words for it, if it is its error."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
