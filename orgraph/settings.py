"""Every setting in one place: its default, its bounds, what it is for; read from ORGRAPH_… variables or a .env file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from orgraph.definitions.titles import Title
from orgraph.definitions.wording import read_phrases

_WORLD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


class Settings(BaseSettings):
    """Settings of one process; `orgraph settings` prints them with where each value came from."""

    model_config = SettingsConfigDict(env_prefix="ORGRAPH_", env_file=".env", extra="ignore", frozen=True)

    store: str = Field("embedded", description="embedded, or the address of a Neo4j: bolt://, neo4j://, +s, +ssc")
    store_user: str = Field("neo4j", description="user of that Neo4j")
    store_password: SecretStr = Field(SecretStr(""), description="its password")
    store_database: str = Field("neo4j", description="its database")
    store_ca: Path | None = Field(None, description="PEM file of the authority that signed its certificate")
    folder: Path = Field(Path(".orgraph"), description="folder of the embedded store")
    world: str = Field("", description="an invented world, with packs, a store and a day of its own: small")
    heap: str = Field("512m", pattern=r"^\d+[mg]$", description="memory of the embedded engine")
    linger: float = Field(15.0, ge=0, le=3600, description="seconds that the embedded engine outlives its last user")
    statement_timeout: float = Field(30.0, gt=0, le=600, description="seconds that one statement may take")
    schema_dir: Path | None = Field(None, description="folder of definitions; default: the one that orgraph ships")
    seeds_dir: Path | None = Field(None, description="folder of packs; default: the one that orgraph ships")
    lang: Literal["zh", "en"] = Field("zh", description="language of titles, headings and answers")
    actor: str = Field("local", min_length=1, description="in whose name commands act")
    host: str = Field("127.0.0.1", description="address that serve listens on; only loopback without an authenticator")
    port: int = Field(8000, ge=0, le=65535, description="port that serve listens on; 0: any free one")
    worker: bool = Field(True, description="whether serve also acts when limits pass, as orgraph worker does")
    webhooks: Path | None = Field(None, description="YAML file of the systems that are told of events")
    webhook_networks: str = Field("", description="private networks that notices may go to: 10.1.0.0/16, …")
    introspection: bool = Field(True, description="whether GraphQL tells its schema; never beyond loopback")
    origins: str = Field(
        "", description="origins of web pages that may ask, with commas: https://app.example.org; none"
    )
    limit_head: int = Field(65_536, ge=1_000, description="bytes that the request line and headers may have")
    limit_reading: float = Field(10.0, gt=0, le=600, description="seconds that a request may take to arrive")
    limit_body: int = Field(1_000_000, ge=1_000, description="bytes that the body of a request may have")
    limit_tokens: int = Field(2_000, ge=10, description="words and signs that a query may have")
    limit_depth: int = Field(20, ge=1, le=50, description="fields within one another in a query")
    limit_fields: int = Field(400, ge=1, description="fields of a query, fragments put in")
    limit_aliases: int = Field(15, ge=0, description="aliases of a query, fragments put in")
    limit_spreads: int = Field(100, ge=0, description="spreads of fragments in a query, fragments put in")
    limit_directives: int = Field(50, ge=0, description="directives of a query, fragments put in")
    limit_cost: int = Field(60_000, ge=1, description="fields that a query may show, `first` multiplied through")
    limit_rows: int = Field(100, ge=1, le=100, description="rows that `first` may ask for")
    limit_seconds: float = Field(30.0, gt=0, le=600, description="seconds that a request may take")
    limit_requests: int = Field(48, ge=1, description="GraphQL requests under way at once in one process; more wait")
    limit_waiting: int = Field(1_000, ge=0, description="requests that may wait; more are told to come again")

    @field_validator("folder", "schema_dir", "seeds_dir", "store_ca", "webhooks", mode="before")
    @classmethod
    def _not_here(cls, value: object, info: ValidationInfo) -> object:
        """A path that is blank is that of the default, not the folder that one happens to be in."""
        blank = isinstance(value, str) and not value.strip()
        return cls.model_fields[str(info.field_name)].default if blank else value

    @field_validator("folder")
    @classmethod
    def _known_home(cls, value: Path) -> Path:
        """A folder of somebody who has a home here, if it is said so."""
        try:
            value.expanduser()
        except RuntimeError:
            raise ValueError(f"{value}: there is no such user") from None
        return value

    @field_validator("schema_dir", "seeds_dir")
    @classmethod
    def _there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"{value} is no folder")
        return value

    @field_validator("world")
    @classmethod
    def _plain_world(cls, value: str) -> str:
        """A name that may be part of the name of a folder."""
        if value and not _WORLD.fullmatch(value):
            raise ValueError(f"{value!r} is no name of a world, such as small")
        return value

    @field_validator("origins")
    @classmethod
    def _plain_origins(cls, value: str) -> str:
        """Origins in lower case; anything else, `*` included, is refused."""
        named = [one.strip().lower().rstrip("/") for one in value.split(",") if one.strip()]
        wrong = [one for one in named if not _ORIGIN.fullmatch(one)]
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: name each origin as https://host or https://host:port")
        return ",".join(named)

    @property
    def store_folder(self) -> Path:
        """The folder of the embedded store; an invented world has its own beside it."""
        if not self.world:
            return self.folder
        named = self.folder if self.folder.name not in ("", "..") else self.folder.expanduser().resolve()
        return named.parent / f"{named.name}-{self.world}"


def schema_folder(settings: Settings) -> Path:
    """The folder of definitions: as set, else the one in the checkout or in the wheel."""
    return settings.schema_dir or _shipped("schema")


@cache
def shipped_phrases() -> Mapping[str, Title]:
    """
    All phrases that orgraph ships, those of failures and faults among them: no schema of one's own can lack what code
    says. Read once, when something is to be told in words before, or without, the definitions.
    """
    folder = _shipped("schema")
    return MappingProxyType(read_phrases(folder / "wording.yaml", *sorted((folder / "wording").glob("*.yaml"))))


def seeds_folder(settings: Settings) -> Path:
    """
    The folder of packs: as set, else of the world, else the one in the checkout or in the wheel.

    Raises InvalidInput for a world that is none.
    """
    if settings.world and not settings.seeds_dir:
        from orgraph.seeding.scripts import world_folder

        return world_folder(_shipped("seeds"), settings.world)
    return settings.seeds_dir or _shipped("seeds")


def pack_folders(settings: Settings) -> list[Path]:
    """The folders of all packs whose definitions count, in their order. Raises as `seeds_folder` does."""
    seeds = seeds_folder(settings)
    return sorted(path.parent for path in seeds.glob("*/pack.yaml")) if seeds.is_dir() else []


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent
    inside = package / "_data" / name  # a wheel carries both inside the package
    return inside if inside.is_dir() else package.parent / name
