"""Files that verbs write: looked at before any work is done, and refused in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from orgraph.cli.usage import Unusable

PLANS = (".csv", ".xlsx")
"""Endings of a file that a plan is written to."""

STDOUT = Path("-")
"""Named in place of a file where a verb can print what it would write."""


def to_write(text: str) -> Path:
    """A file that can be written, as typed on the command line; it may be there already, its folder must."""
    path = Path(text)
    folder = path.parent
    if not folder.is_dir():
        raise Unusable("usage-no-folder", file=text, folder=str(folder))
    if path.is_dir():
        raise Unusable("usage-is-folder", file=text)
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise Unusable("usage-not-yours", file=text)
    return path


def to_write_or_print(text: str) -> Path:
    """The same, or `-` for the screen."""
    return STDOUT if text == str(STDOUT) else to_write(text)


def to_write_plan(text: str) -> Path:
    """The same for the plan of an import, a table by its ending."""
    path = to_write(text)
    if path.suffix.lower() not in PLANS:
        raise Unusable("usage-plan-ending", file=text)
    return path


@contextmanager
def written(path: Path) -> Iterator[None]:
    """What fails while `path` is written after all, as when a disk is full, is told as the rest is."""
    try:
        yield
    except OSError as error:
        from orgraph.domain.system import system_says

        raise Unusable("usage-unwritten", file=str(path), why=system_says(error)) from error


Workbook = Annotated[
    Path | None, typer.Option("--xlsx", parser=to_write, metavar="FILE", help="Write it into a workbook.")
]


def alone(ways: Mapping[str, object]) -> None:
    """Raises Unusable where more than one of these is given: only one could be heeded, and none is passed over."""
    first, second, *_ = [*(name for name, given in ways.items() if given), "", ""]
    if second:
        raise Unusable("usage-two-answers", one=first, other=second)


def apart(ones: Mapping[str, object], others: Mapping[str, object]) -> None:
    """Raises Unusable where one of `ones` is given beside one of `others`, as `alone` does."""
    for one in (name for name, given in ones.items() if given):
        alone({one: True, **others})
