"""Every setting in one place: its default, its bounds, what it is for; read from ORGRAPH_… variables or a .env file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from orgraph.definitions.titles import Title
from orgraph.definitions.wording import Words, read_phrases
from orgraph.domain.said import Said, said

_MEMORY = re.compile(r"\d+[mg]")
_WORLD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


class Unfit(ValueError):
    """A value that is none of its setting: `problem` says why."""

    def __init__(self, problem: Said) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _set(default: Any, en: str, zh: str, **bounds: Any) -> Any:
    """A setting: its default, what it is for in both languages, its bounds."""
    return Field(default, description=en, json_schema_extra={"zh": zh}, **bounds)


def purpose(name: str, lang: str) -> str:
    """What a setting is for, in `lang`."""
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    return str(extra["zh"]) if lang == "zh" and isinstance(extra, dict) else field.description or ""


class Settings(BaseSettings):
    """Settings of one process; `orgraph settings` prints them with where each value came from."""

    model_config = SettingsConfigDict(env_prefix="ORGRAPH_", env_file=".env", extra="ignore", frozen=True)

    store: str = _set(
        "embedded",
        "embedded, or the address of a Neo4j: bolt://, neo4j://, +s, +ssc",
        "embedded(内置)，或 Neo4j 的地址：bolt://、neo4j://，可加 +s、+ssc",
    )
    store_user: str = _set("neo4j", "user of that Neo4j", "该 Neo4j 的用户")
    store_password: SecretStr = _set(SecretStr(""), "its password", "其密码")
    store_database: str = _set("neo4j", "its database", "其数据库")
    store_ca: Path | None = _set(
        None, "PEM file of the authority that signed its certificate", "签发其证书的机构的 PEM 文件"
    )
    folder: Path = _set(Path(".orgraph"), "folder of the embedded store", "内置数据库的文件夹")
    world: str = _set(
        "",
        "an invented world, with packs, a store and a day of its own: small",
        "虚构世界，自带数据包、数据库和日期：small",
    )
    heap: str = _set("512m", "memory of the embedded engine", "内置数据库可用的内存")
    linger: float = _set(
        15.0, "seconds that the embedded engine outlives its last user", "无人使用后内置数据库再留多少秒", ge=0, le=3600
    )
    statement_timeout: float = _set(30.0, "seconds that one statement may take", "一条语句最多用多少秒", gt=0, le=600)
    schema_dir: Path | None = _set(
        None, "folder of definitions; default: the one that orgraph ships", "定义所在文件夹；不设则用自带的"
    )
    seeds_dir: Path | None = _set(
        None, "folder of packs; default: the one that orgraph ships", "数据包所在文件夹；不设则用自带的"
    )
    lang: Literal["zh", "en"] = _set("zh", "language of titles, headings and answers", "名称、标题和回答所用语言")
    actor: str = _set("local", "in whose name commands act", "以谁的名义操作", min_length=1)
    host: str = _set(
        "127.0.0.1",
        "address that serve listens on; only loopback without an authenticator",
        "接口服务的地址；未设身份验证时只能是本机",
    )
    port: int = _set(
        8000, "port that serve listens on; 0: any free one", "接口服务的端口；0：任一空闲端口", ge=0, le=65535
    )
    worker: bool = _set(
        True, "whether serve also acts when limits pass, as orgraph worker does", "接口服务是否兼做时限督办"
    )
    webhooks: Path | None = _set(
        None, "YAML file of the systems that are told of events", "接收通知的各系统，YAML 文件"
    )
    webhook_networks: str = _set(
        "", "private networks that notices may go to: 10.1.0.0/16, …", "通知可发往的内部网段：10.1.0.0/16 等"
    )
    introspection: bool = _set(
        True, "whether GraphQL tells its schema; never beyond loopback", "是否公开 GraphQL 的结构；只对本机公开"
    )
    origins: str = _set(
        "",
        "origins of web pages that may ask, with commas: https://app.example.org; none",
        "可来查询的网页来源，逗号分隔：https://app.example.org；不设则无",
    )
    limit_head: int = _set(
        65_536, "bytes that the request line and headers may have", "请求行和标头最多多少字节", ge=1_000
    )
    limit_reading: float = _set(10.0, "seconds that a request may take to arrive", "请求须在多少秒内收完", gt=0, le=600)
    limit_body: int = _set(1_000_000, "bytes that the body of a request may have", "请求内容最多多少字节", ge=1_000)
    limit_tokens: int = _set(2_000, "words and signs that a query may have", "一个查询最多多少词和符号", ge=10)
    limit_depth: int = _set(20, "fields within one another in a query", "一个查询中字段最多套几层", ge=1, le=50)
    limit_fields: int = _set(400, "fields of a query, fragments put in", "一个查询最多多少字段，片段展开计", ge=1)
    limit_aliases: int = _set(15, "aliases of a query, fragments put in", "一个查询最多多少别名，片段展开计", ge=0)
    limit_spreads: int = _set(
        100, "spreads of fragments in a query, fragments put in", "一个查询最多引用片段多少次，片段展开计", ge=0
    )
    limit_directives: int = _set(
        50, "directives of a query, fragments put in", "一个查询最多多少指令，片段展开计", ge=0
    )
    limit_cost: int = _set(
        60_000,
        "fields that a query may show, `first` multiplied through",
        "一个查询最多可得多少字段的内容，按“first”相乘计",
        ge=1,
    )
    limit_rows: int = _set(100, "rows that `first` may ask for", "“first”最多多少行", ge=1, le=100)
    limit_seconds: float = _set(30.0, "seconds that a request may take", "一次请求最多用多少秒", gt=0, le=600)
    limit_requests: int = _set(
        48, "GraphQL requests under way at once in one process; more wait", "一个进程同时办理多少个请求，其余等候", ge=1
    )
    limit_waiting: int = _set(
        1_000, "requests that may wait; more are told to come again", "最多多少个请求等候，再多则请其稍后再来", ge=0
    )

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
            raise Unfit(said("no-such-user", folder=str(value))) from None
        return value

    @field_validator("schema_dir", "seeds_dir")
    @classmethod
    def _there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise Unfit(said("no-folder", folder=str(value)))
        return value

    @field_validator("heap")
    @classmethod
    def _size_of_memory(cls, value: str) -> str:
        if not _MEMORY.fullmatch(value):
            raise Unfit(said("no-size-of-memory", value=value))
        return value

    @field_validator("world")
    @classmethod
    def _plain_world(cls, value: str) -> str:
        """A name that may be part of the name of a folder."""
        if value and not _WORLD.fullmatch(value):
            raise Unfit(said("no-name-of-world", value=value))
        return value

    @field_validator("origins")
    @classmethod
    def _plain_origins(cls, value: str) -> str:
        """Origins in lower case; anything else, `*` included, is refused."""
        named = [one.strip().lower().rstrip("/") for one in value.split(",") if one.strip()]
        wrong = [one for one in named if not _ORIGIN.fullmatch(one)]
        if wrong:
            raise Unfit(said("no-origin", origins=wrong))
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


def shipped_words(lang: str) -> Words:
    """These phrases in one language."""
    return Words(shipped_phrases(), lang)


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
