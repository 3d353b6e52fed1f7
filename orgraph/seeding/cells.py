"""One row of a table, read by asking for typed cells; a bad cell is noted as a fault and read as its empty value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from orgraph.definitions.definitions import Definitions, named
from orgraph.definitions.variants import Variants
from orgraph.domain.imports import RowFault
from orgraph.domain.rows import Origin
from orgraph.domain.said import Said, said
from orgraph.domain.text import inert, is_blank, unseen_in
from orgraph.domain.time import OPEN_END
from orgraph.domain.typed import Mistyped, day_typed, whole_typed
from orgraph.domain.weekly import weekdays_typed, weeks_typed

TRUTHS = {
    "": False,
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "1": True,
    "0": False,
    "是": True,
    "否": False,
}

NOTHING = "-"
"""A cell that says: there is none. In a `change` it clears the value, elsewhere it is as good as empty."""

NOTE = "note"
"""A column that any table may have, for people; it is not read."""

PHONE = re.compile(r"[+(]?[0-9*#][0-9*# ()+./、,;-]{1,60}(?:(?:转|ext\.?|x) ?[0-9]{1,6})?", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|[0-9]+\.[0-9]+")
"""What a table program makes of a long number: 9.91E+10, 99100000041.0."""

_day = lru_cache(maxsize=4096)(day_typed)  # a table has few days and many rows


class Words:
    """Keys of closed lists for what people type: a key, or a title in either language; unknown words stay as typed."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._found: dict[tuple[str, str], str] = {}

    def key(self, section: str, text: str) -> str:
        """The key of `text` in the section of the definitions called `section`."""
        if (section, text) not in self._found:
            self._found[section, text] = self._key(section, text)
        return self._found[section, text]

    def _key(self, section: str, text: str) -> str:
        entries = getattr(self._definitions, section)
        if isinstance(entries, Variants):  # a city may have its own of a key: all are called by that key
            keys = {entry.key for entry in entries.called(text)}
            return keys.pop() if len(keys) == 1 else text
        entry = named(entries, text)
        return entry.key if entry is not None else text


class Cells:
    """The cells of the row at hand; `faults` collects what was wrong in any row."""

    def __init__(self, file: str, columns: Mapping[str, int], words: Words, since: date) -> None:
        self.file = file
        self.since = since
        self.faults: list[RowFault] = []
        self.origin = Origin(file, 1)
        self._columns = columns
        self._words = words
        self._values: Sequence[str] = ()

    def turn_to(self, line: int, values: Sequence[str]) -> None:
        """Go to the row that starts at `line`."""
        self.origin = Origin(self.file, line)
        self._values = values
        if unseen_in("".join(values)):
            self._refuse_unseen()

    def _refuse_unseen(self) -> None:
        """What nobody sees is not meant, and what has it in its name is found under no name that is shown."""
        for name, at in self._columns.items():
            if name != NOTE and (unseen := unseen_in(self._values[at].strip())):
                shown = inert(self._values[at])
                what = said("unseen-signs", signs=unseen)
                self.faults.append(RowFault(self.file, self.origin.line, name, shown, what, said("mend-remove-unseen")))

    def fault(self, field: str, problem: Said, remedy: Said) -> None:
        """Note a fault of this row, in the cell of `field` or, where that is empty, in the row as a whole."""
        value = self._typed(field) if field else ""
        self.faults.append(RowFault(self.file, self.origin.line, field, value, problem, remedy))

    def text(self, name: str) -> str:
        """A cell as text, empty where the table has no such column or the cell says that there is none."""
        text = self._typed(name)
        return "" if text == NOTHING else text

    def _typed(self, name: str) -> str:
        at = self._columns.get(name)
        text = "" if at is None else self._values[at].strip()
        return "" if text and not text.isascii() and is_blank(text) else text

    def require(self, names: Sequence[str]) -> None:
        """Note a fault for each of `names` that is empty."""
        for name in names:
            if not self.text(name):
                self.fault(name, said("cell-empty"), said("mend-fill-in", column=name))

    def given(self) -> frozenset[str]:
        """The columns whose cells are not empty; those that say that there is none are given."""
        return frozenset(name for name in self._columns if self._typed(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A cell that lists texts, separated by semicolons."""
        text = self.text(name)
        return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip()) if text else ()

    def phone(self, name: str) -> str:
        """A cell that is a phone number: digits, with what stands between and before them; several behind a comma."""
        text = self.text(name)
        if NUMBER.fullmatch(text):
            self.fault(name, said("phone-made-number"), said("mend-type-as-text"))
        elif text and not PHONE.fullmatch(unicodedata.normalize("NFKC", text)):
            self.fault(name, said("no-phone"), said("mend-phone"))
        return text

    def word(self, name: str, section: str) -> str:
        """A cell that names an entry of a closed list, as its key."""
        text = self.text(name)
        return self._words.key(section, text) if text else ""

    def words(self, name: str, section: str) -> tuple[str, ...]:
        """A cell that lists entries of a closed list, as their keys."""
        return tuple(self._words.key(section, text) for text in self.texts(name))

    def day(self, name: str, default: date) -> date:
        """A cell that is a day."""
        text = self.text(name)
        if not text:
            return default
        try:
            day = _day(text)
        except Mistyped as error:
            self.fault(name, error.problem, error.remedy)
            return default
        if day == OPEN_END and name != "until":
            self.fault(name, said("no-end-is-no-day"), said("mend-first-day-or-empty"))
        return day

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A cell that is a whole number between `low` and `high`, None where it is empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            number = whole_typed(text)
        except Mistyped:
            number = low - 1
        if not low <= number <= high:
            self.fault(name, said("no-such-number"), said("mend-whole-between", low=low, high=high))
            return None
        return number

    def weekdays(self, name: str) -> tuple[str, ...]:
        """A cell that lists weekdays, as domain/weekly.py has them."""
        return self._listed(name, weekdays_typed, said("no-weekdays"), said("mend-weekdays"))

    def weeks(self, name: str) -> tuple[str, ...]:
        """A cell that lists weeks of a month, as domain/weekly.py has them."""
        return self._listed(name, weeks_typed, said("no-weeks"), said("mend-weeks"))

    def _listed(
        self, name: str, read: Callable[[str], tuple[str, ...]], problem: Said, remedy: Said
    ) -> tuple[str, ...]:
        text = self.text(name)
        try:
            return read(text) if text else ()
        except ValueError:
            self.fault(name, problem, remedy)
            return ()

    def truth(self, name: str) -> bool:
        """A cell that is true or false; empty is false."""
        value = TRUTHS.get(self.text(name).lower())
        if value is None:
            self.fault(name, said("neither-true-nor-false"), said("mend-yes-or-no"))
        return bool(value)
