"""Failures in words on stderr: what was wrong, all of it, and what to do; what nobody expected gets an id."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orgraph.cli.common import WRONG, Session, read_settings
from orgraph.cli.wording import Lang, words_of
from orgraph.definitions.faults import DefinitionsFaulty, Fault
from orgraph.definitions.wording import Words
from orgraph.domain.area import AreaPath
from orgraph.domain.errors import (
    AlreadyOpen,
    AmbiguousPlace,
    OrgraphError,
    TaskConflict,
    UnknownPlace,
)
from orgraph.domain.imports import ImportRefused, RowFault
from orgraph.domain.said import said
from orgraph.domain.system import system_says
from orgraph.domain.text import inert

if TYPE_CHECKING:
    from orgraph.settings import Settings

UNEXPECTED = 70
"""Exit code of a failure that is ours (EX_SOFTWARE), apart from 2: the input may be right."""


def report(error: Exception, session: object) -> int:
    """Say what happened and return the exit code; the trace of an unexpected failure goes into a log."""
    from orgraph.settings import shipped_words

    settings = _settings(session)
    words = words_of(settings) if settings else shipped_words(_lang(session))
    if isinstance(error, OrgraphError):
        lines = list(_expected(error, words))
    elif isinstance(error, OSError) and error.filename is not None:
        message = words.say(said("file-failed", file=str(error.filename), why=system_says(error)))
        lines = [words("error", code="file", message=message)]
    else:
        print(_unexpected(error, words, settings), file=sys.stderr)
        return UNEXPECTED
    sys.stdout.flush()
    print(inert("\n".join(lines), keep="\n\t"), file=sys.stderr)
    return WRONG


def _lang(session: object) -> Lang:
    """The language, even if other settings are wrong."""
    given = session.overrides.get("lang") if isinstance(session, Session) else None
    return "en" if (given or os.environ.get("ORGRAPH_LANG")) == "en" else "zh"


def _settings(session: object) -> Settings | None:
    """The settings, if they are not what is wrong."""
    try:
        return read_settings(session.overrides if isinstance(session, Session) else {})
    except OrgraphError:
        return None


def _expected(error: OrgraphError, words: Words) -> Iterator[str]:
    yield words("error", code=error.code, message=words.say(error.message))
    yield from _fault_lines(_faults(error), words)
    places = error.candidates if isinstance(error, AmbiguousPlace) else ()
    if isinstance(error, UnknownPlace):
        places = error.nearest
    yield from (f"  {one.area.code}  {_path(one, words)}" for one in places)
    if isinstance(error, AlreadyOpen):
        yield from (f"  {one.id}  {one.called_by}  {one.lead.name if one.lead else ''}".rstrip() for one in error.tasks)
    if isinstance(error, TaskConflict):
        yield from (f"  {event.sequence}  {event.type}  {event.by}" for event in error.since)
    if isinstance(error, AmbiguousPlace) and error.more:
        yield "  " + words("and-more", count=error.more)
    if error.remedy:
        run = words.run(error.remedy)
        yield words("error-remedy-run" if run else "error-remedy", remedy=words.say(error.remedy), run=run)


def _fault_lines(faults: Sequence[Fault | RowFault], words: Words) -> Iterator[str]:
    """A line a fault; the command that lists what would be right stands behind the first that it helps."""
    told = {""}
    for fault in faults:
        run, line = words.run(fault.remedy), words.say(fault.told)
        yield "  " + (line if run in told else words("fault-run", fault=line, run=run))
        told.add(run)


def _path(one: AreaPath, words: Words) -> str:
    """A path, by which alias it was found, and when what it leads to ended or begins if it is not there on the day."""
    path = words("place-besides", path=one.path, alias=one.alias) if one.alias else one.path
    if one.until:
        return words("place-until", path=path, day=one.until)
    return words("place-since", path=path, day=one.since) if one.since else path


def _faults(error: OrgraphError) -> tuple[Fault | RowFault, ...]:
    """What is wrong in files, fault by fault."""
    return error.faults if isinstance(error, (DefinitionsFaulty, ImportRefused)) else ()


def _unexpected(error: Exception, words: Words, settings: Settings | None) -> str:
    trace = "".join(traceback.format_exception(error))
    name, number = type(error).__name__, secrets.token_hex(4)
    if os.environ.get("ORGRAPH_DEBUG") == "1":
        return trace + words("error-unexpected", id=number, name=name, log="-")
    log = (settings.store_folder if settings else Path(".orgraph")) / "log" / "cli.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat()} {number}\n{trace}\n")
    except OSError as refused:
        return words("error-unexpected", id=number, name=name, log=f"{log}: {words.say(system_says(refused))}")
    return words("error-unexpected", id=number, name=name, log=log)
