"""Published figures beside the graph's own count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import strawberry

from orgraph.api.schema.errors import NotFound
from orgraph.api.schema.fields import Info, LangArgument, computed, own_source, own_title, own_words, plain, worded
from orgraph.domain import errors
from orgraph.domain import figures as domain
from orgraph.domain.nearest import instead_of, themselves
from orgraph.domain.said import said
from orgraph.settings import seeds_folder


@strawberry.enum(description="How a published number is meant (比较方式).")
class Comparator(Enum):
    """The domain's Comparator."""

    EXACT = strawberry.enum_value("exact", description="Exactly so many (等于).")
    AT_LEAST = strawberry.enum_value("at_least", description="So many and more (余).")
    NEARLY = strawberry.enum_value("nearly", description="Nearly so many (近), within 2 per cent.")


def _note(parent: strawberry.Parent[domain.Figure], info: Info, lang: LangArgument = None) -> str | None:
    return worded(parent.note, info, lang) if parent.note else None


@strawberry.type(description="A figure as published (公布数字).")
class Figure:
    """Shows the domain's Figure."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    value: float = plain("The number (数值).")
    comparator: Comparator = plain("How it is meant (比较方式).")
    unit: str | None = own_words("unit", "Unit (单位).")
    period: str | None = own_words("period", "Period (时期).")
    words: str | None = own_words("words", "What was published, in our words (公布内容).")
    source: str | None = own_source()
    note: str | None = computed(_note, "A known difference (说明), or why it is not counted.")


@strawberry.type(description="A figure beside the graph's count (数字核对).")
class FigureCheck:
    """Shows the domain's FigureCheck."""

    figure: Figure = plain("The figure (公布数字).")
    counted: int | None = plain("The graph's count (图谱计数), null where the graph does not hold it.")
    holds: bool | None = plain("Whether the count fits (是否相符), null where nothing is counted or as published.")
    as_published: bool = plain("Whether the count is the published number itself (据报道), so that it proves nothing.")


@dataclass(frozen=True, slots=True)
class Checked:
    """All figures of a pack."""

    pack: str
    checks: tuple[domain.FigureCheck, ...]


@strawberry.type(description="The published figures of a pack (数据包公布数字), each beside the graph's count.")
class Figures:
    """Shows what was checked."""

    pack: str = plain("The pack (数据包), by key.")
    checks: list[FigureCheck] = plain("Every figure (核对清单).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value is shown as this type."""
        return isinstance(value, Checked)


FiguresResult = Annotated[
    Figures | NotFound, strawberry.union("FiguresResult", description="The answer to figures, or why there is none.")
]
Pack = Annotated[str, strawberry.argument(description="A pack (数据包), by key: liaoning, dandong.")]


async def _figures(info: Info, pack: Pack) -> Checked:
    services = info.context.services
    folders = {path.parent.name: path.parent for path in seeds_folder(services.settings).glob("*/pack.yaml")}
    if pack not in folders:  # only ever a folder that is there: what callers write is no path
        raise errors.NotFound(said("no-pack", pack=pack), instead_of(pack, themselves(folders)))
    return Checked(pack, await services.figures.check(info.context.actor, folders[pack]))


@strawberry.type
class FigureQueries:
    """Root fields on figures."""

    figures: FiguresResult = computed(_figures, "Published figures of a pack beside the graph's count (数字核对).")
