"""What failures and faults say, in the words of the wording: tests read them as people do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from orgraph.api.transport.http import Refused
from orgraph.definitions.faults import DefinitionsFaulty, Fault
from orgraph.definitions.wording import Words
from orgraph.domain.errors import OrgraphError
from orgraph.domain.imports import ImportRefused, RowFault
from orgraph.domain.said import Said
from orgraph.settings import shipped_phrases
from tests.reading import JARGON, strange_in_english

Kind = TypeVar("Kind", bound=BaseException)


def in_english(what: Any) -> str:
    """A sentence, a fault, or a failure with its remedy and all its faults, in English."""
    return told(what, "en")


def in_chinese(what: Any) -> str:
    """The same in Chinese."""
    return told(what, "zh")


def advised(what: OrgraphError | Fault | RowFault) -> str:
    """The command that carries out the remedy of a failure or fault; empty where there is none."""
    return Words(shipped_phrases(), "en").run(what.remedy)


def told(what: Any, lang: str) -> str:
    """A sentence, a fault, or a failure with its remedy and all its faults, in `lang`; other things as text."""
    words = Words(shipped_phrases(), lang)
    match what:
        case Said():
            return words.say(what)
        case Fault() | RowFault():
            return words.say(what.told)
        case Refused():
            return words.say(what.message)
        case OrgraphError():
            lines = [told(fault, lang) for fault in _faults(what)]
            said = "; ".join(words.say(part) for part in (what.message, what.remedy) if part)
            return "\n".join([said, *lines])
    return str(what)


def _faults(error: OrgraphError) -> tuple[Fault | RowFault, ...]:
    return error.faults if isinstance(error, (DefinitionsFaulty, ImportRefused)) else ()


_ENGLISH = re.compile(r"[a-z]{2,}(?: [a-z]{2,})+")
"""Two English words in a row: keys stand alone."""


def assert_in_both(what: Any, *folders: Path, names: str = "") -> None:
    """That a reader of Chinese meets no English and a reader of English no Chinese, but what `folders` say and `names`."""
    chinese, english = in_chinese(what), in_english(what)
    strange = {*_ENGLISH.findall(chinese), *(word for word in JARGON if word in chinese)}
    strange |= {*strange_in_english(english, names)}
    if strange:
        known = names + "".join(file.read_text("utf-8", "replace") for one in folders for file in one.rglob("*.y*ml"))
        assert not (left := sorted(one for one in strange if one not in known)), (left, chinese, english)


@contextmanager
def fails(kind: type[Kind], match: str = "") -> Iterator[pytest.ExceptionInfo[Kind]]:
    """As pytest.raises, with `match` searched for in what a reader of English is told."""
    with pytest.raises(kind) as found:
        yield found
    assert re.search(match, in_english(found.value)), in_english(found.value)
