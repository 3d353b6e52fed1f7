"""Command lines by chance: every verb and option of the parser, with values that nobody means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import EnumType
from typing import Any

import typer
import typer.main
from hypothesis import strategies as st

from orgraph.cli.common import Session
from orgraph.cli.main import app
from tests.small_world import ROOT, SMALL

NASTY = (
    "", " ", "\u3000", "\u200b", "\ufeff", "\u202e", "\x1b[31m", "\x07", "\n", "\t", "\r\n", "\x7f", "\udcff", "st\udcc4\udccf",
    "0", "-1", "1", "1.5", "1e9", "9" * 40, "-" + "9" * 40, "２", "²", "NaN", "inf", "True", "null", "0x10",
    "0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "1969-12-31", "2023-02-29", "10000-01-01", "2023-8-2", "２０２３-08-22",
    "0001-01-01T00:00+14:00", "0001-01-01T08:00+08:00", "9999-12-31T23:59-12:00", "9999-12-31T23:59:59.999999+08:00",
    "2016-12-31T23:59:60Z", "2023-08-22T10:00+99:00", "1900-01-01T00:00Z", "2023-08-22T10:00:00.0000001",
    "..", "../..", "/", "//", ".", "~", "~nobody", "no/such/file", "a" * 300, "字" * 3000, "a\\b", "'", '"', "`", "$(x)", "%s", "{}", "{0}", "*", "--", "-", "--help=",
    "key:", "key:none", "key:\u200b", "key: ", "mca:", "mca:９", "990102001999", "990102001", "９９０１０２００１０００", "990102001000 ",
    "@", "@@", "a@", "@990102001000", "x@9999999999999", "township-secretary@无此地", "qingshi:", ":", "qingshi:none", "a:b:c", "望海省//", "青石市/", "/青石市",
    "0 days", "-1 days", "99999999999 days", "9999999999999999999 working-days", "1.5 days", "days", "三天", "1 hour", "AND", "'}) RETURN 1 //", "$on",
    "bolt://", "bolt://x:99999999", "neo4j://[", "http://x", "embedded ", "🙂", "e\u0301", "\u2028", "1|", "|x", "9999999999999999999999|x", "²|x",
)  # fmt: skip
"""Words that people mistype, paste or are made to send; none holds a NUL, which no argument can."""

KNOWN = {
    "PLACE": ("南河社区", "青石市/河东区", "990102001000", "mca:990102", "榆岭"),
    "AREA": ("青石市", "990102000000", "望海省"),
    "A": ("河东区", "990102000000"),
    "CODE": ("河东区",),
    "WHO": ("township-secretary@990102001000", "qingshi:police", "qingshi:p-1", "河东区公安局", "grid-worker"),
    "POST": ("township-secretary@990102001000", "township-secretary", "grid-worker@990102001001001"),
    "UNIT": ("qingshi:police", "qingshi:centre"),
    "C": ("物业纠纷", "road-collapse", "crowd-incident"),
    "K": ("emergency", "daily-work"),
    "KIND": ("emergency", "daily-work", "matter"),
    "DAY": ("2023-08-22", "2023-04-30"),
    "TIME": ("2023-08-22T09:00", "2023-08-22T14:00"),
    "SPAN": ("3 days", "2 working days"),
    "N": ("1", "20", "100"),
    "ID": ("chance-task", "key:chance"),
    "LEVEL": ("county", "township"),
    "[PACK]": ("qingshi",),
    "PACK": ("qingshi", "wanghai"),
    "[SECTION]": ("levels",),
    "SECTION": ("levels",),
    "KEY": ("county", "grid"),
    "NAME": ("南河", "东沟"),
    "CURSOR": ("",),
    "FILE": ("a.csv", "a.xlsx", "a.ndjson"),
    "--arrival": ("3",),
    "--attitude": ("3",),
    "--result": ("3",),
    "--severity": ("3",),
}
"""By the word that the help shows for it, values that mean something in the small world."""

LASTS = {("serve",), ("demo",)}
"""Verbs that go on until Ctrl-C."""

APART = {"--watch", "--help", "--version", "--folder", "--world", "--store", "--schema", "--seeds"}
"""Options that go on for ever, or that ask another store: tried one by one elsewhere."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as it is called, and its parameters."""

    words: tuple[str, ...]
    params: Sequence[Any] = field(repr=False)


def verbs(command: Any = None, words: tuple[str, ...] = ()) -> Iterator[Verb]:
    """All verbs that the parser knows, but those that last."""
    command = command or typer.main.get_command(app)
    below = getattr(command, "commands", None)
    if below is None:
        if words not in LASTS:
            yield Verb(words, command.params)
        return
    for name, one in below.items():
        yield from verbs(one, (*words, name))
    ctx = typer.Context(command, obj=Session({"schema_dir": ROOT / "schema", "seeds_dir": SMALL}))
    for name in command.list_commands(ctx):
        if name not in below:  # drawn from the lifecycles that are loaded
            yield from verbs(command.get_command(ctx, name), (*words, name))


@st.composite
def command_lines(draw: st.DrawFn, verb: Verb) -> tuple[str, ...]:
    """The words of a call: what is required and some of the rest, all of it meant but one or two values."""
    given = [one for one in verb.params if _named(one) not in APART and (one.required or draw(st.integers(0, 3)) == 0)]
    valued = [one for one in given if not _is_flag(one)]
    nasty = draw(st.sets(st.sampled_from(range(len(valued))), min_size=1, max_size=2)) if valued else set()
    said: list[str] = []
    behind: list[str] = []
    for one in given:
        name = _named(one)
        if _is_flag(one):
            said.append(name)
            continue
        pool = NASTY if valued.index(one) in nasty else meant(one)
        value = draw(st.sampled_from(pool))
        said += [name, value] if name else []
        behind += [] if name else [value]
    if verb.words == ("worker",):
        said.append("--once")
    return (*verb.words, *said, *(("--",) if draw(st.booleans()) else ()), *behind)


def _named(one: Any) -> str:
    return next((name for name in one.opts if name.startswith("--")), "")


def _is_flag(one: Any) -> bool:
    return bool(_named(one) and one.is_flag)


def meant(one: Any) -> tuple[str, ...]:
    """Values that mean something."""
    annotation = one.type_descriptor.annotation
    if isinstance(annotation, EnumType):
        choices: tuple[Any, ...] = tuple(annotation)
        return tuple(str(choice.value) for choice in choices)
    return KNOWN.get((one.metavar or "").rstrip("…")) or KNOWN.get(_named(one)) or ("物业纠纷",)
