"""Where a server listens and how to sign in, and the file through which an embedded one tells it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Kind = Literal["embedded", "neo4j"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One server: everything a driver needs. `ca` is a PEM file to check the server's certificate against."""

    url: str
    user: str
    password: str = field(repr=False)
    database: str
    ca: Path | None = None
    kind: Kind = "neo4j"


class Engine(Protocol):
    """What the store needs of an engine, whichever kind it is."""

    @property
    def bell(self) -> Path | None:
        """The file by which processes that use this server tell one another that they wrote; None: there is none."""
        ...

    def endpoint(self) -> Endpoint:
        """The server as known now. Raises EngineUnavailable when an embedded one is between two lives."""
        ...

    async def recover(self) -> Endpoint:
        """A server that has just answered a sign-in, started anew if need be. Raises EngineUnavailable."""
        ...


def write_endpoint(path: Path, endpoint: Endpoint) -> None:
    """Publish an embedded server, readable by the owner only and whole at every moment."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    known = {key: value for key, value in asdict(endpoint).items() if key != "ca"}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(known, file)
    draft.replace(path)


def read_endpoint(path: Path) -> Endpoint | None:
    """The published server, or None while there is none. Whether it still lives is another question."""
    try:
        return Endpoint(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
