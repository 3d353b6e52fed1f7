"""Whatever fails in a test, as it should or not, is read in both languages: by every case that the tests have anyway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from orgraph.definitions.wording import Words
from orgraph.domain.errors import OrgraphError
from orgraph.domain.said import Lines, Said, Value
from orgraph.domain.worded import Worded
from orgraph.settings import shipped_phrases

from .reading import strange_in_chinese, strange_in_english

made: list[Said] = []
"""What failures of the test that runs say, and advise."""


def note_failures() -> None:
    """From now on keep in `made` what each failure says that is made."""
    begun = OrgraphError.__init__

    def noted(self: OrgraphError, message: Said, remedy: Said | None = None) -> None:
        begun(self, message, remedy)
        made.extend(one for one in (self.message, self.remedy) if isinstance(one, Said))

    OrgraphError.__init__ = noted  # type: ignore[method-assign]


def strange(what: Said) -> Iterator[str]:
    """What a reader stumbles over in what we ourselves say; what was typed, titles and others' words are left out."""
    if what.code not in shipped_phrases():  # made up by a test
        return
    ours = _without_typed(what)
    for lang, strange_in in (("zh", strange_in_chinese), ("en", strange_in_english)):
        text = Words(shipped_phrases(), lang).say(ours)
        yield from (f"{what.code}: {text}: {one}" for one in strange_in(text))


def _without_typed(what: Said) -> Said:
    return replace(what, values=tuple((name, _bare(value)) for name, value in what.values))


def _bare(value: Value) -> Value:
    match value:
        case Said():
            return _without_typed(value)
        case Lines(each=each):
            return Lines(tuple(map(_without_typed, each)))
        case Worded() | str():
            return "X"
        case tuple():
            return tuple(map(_bare, value))
    return value
