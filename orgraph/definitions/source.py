"""
YAML with line numbers, read by asking: an `Entry` hands out its fields typed, notes a fault for each that is wrong, and
afterwards for each key that nobody asked for. So a reader is at once the check, and no key can be silently ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from orgraph.definitions.faults import Faults
from orgraph.domain.said import Said, said
from orgraph.domain.text import is_blank, unseen_in
from orgraph.domain.typed import Mistyped, day_typed, whole_typed

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
LABEL = re.compile(r"[A-Z][A-Za-z]*\Z")
RELATIONSHIP = re.compile(r"[A-Z]+(_[A-Z]+)*\Z")
PROPERTY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")

_KINDS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
    float: "a number",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A key that must exist in a section, checked once everything has been read."""

    section: str
    key: str
    file: str
    line: int


class Reading:
    """What is shared while files are read: the faults and the references still to be checked."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.references: list[Reference] = []


class Entry:
    """One mapping of a YAML file; `key` is the key it stands under."""

    def __init__(self, reading: Reading, file: str, node: yaml.MappingNode, key: str, line: int) -> None:
        self._reading = reading
        self.file = file
        self.key = key
        self.line = line
        self._fields: dict[str, tuple[yaml.Node, int]] = {}
        self._asked: set[str] = set()
        for key_node, value in node.value:
            name, at = str(key_node.value), key_node.start_mark.line + 1
            if name in self._fields:
                self.fault(f"duplicate key {name!r}", "remove one of the two", at)
            self._fields[name] = (value, at)

    def fault(self, problem: Said | str, remedy: Said | str, line: int | None = None) -> None:
        """Note a fault of this entry, at its own line or at `line`."""
        self._reading.faults.add(self.file, line or self.line, problem, remedy)

    def line_of(self, name: str) -> int:
        """The line of field `name`, or the entry's own."""
        return self._fields[name][1] if name in self._fields else self.line

    def has(self, name: str) -> bool:
        """Whether the field is there at all."""
        return name in self._fields

    def names(self) -> tuple[str, ...]:
        """All keys, in the order of the file."""
        return tuple(self._fields)

    def _value(self, name: str, kind: type, required: bool) -> object | None:
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self.fault(f"{self.key}: {name!r} is missing", f"add {name}: with {_KINDS[kind]}")
            return None
        node, line = self._fields[name]
        value = _plain(node)
        if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(getattr(node, "value", value))  # codes are digits; people need not quote them
        if kind is int and isinstance(value, str):
            with suppress(Mistyped):
                value = whole_typed(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            quoted = kind is str and isinstance(value, bool)
            remedy = f"write {_KINDS[kind]}" + (
                ", this in quotes: YAML reads yes and no as true and false" if quoted else ""
            )
            self.fault(f"{self.key}.{name}: {value!r} is not {_KINDS[kind]}", remedy, line)
            return None
        if isinstance(value, str):
            self._check_text(name, value, line, required)
        return value

    def _check_text(self, name: str, text: str, line: int, required: bool = False) -> None:
        """Blank is no text, and what nobody sees is not meant."""
        if required and is_blank(text):
            self.fault(f"{self.key}.{name} is blank", "write a text", line)
        if unseen := unseen_in(text, lines=True):
            self.fault(f"{self.key}.{name} has {', '.join(unseen)}", "remove it: nobody sees it", line)

    def text(self, name: str, default: str = "", required: bool = False) -> str:
        """A text field."""
        value = self._value(name, str, required)
        return value if isinstance(value, str) else default

    def whole(self, name: str, default: int = 0, required: bool = False, low: int = 0, high: int = 10**9) -> int:
        """A whole number between `low` and `high`."""
        value = self._value(name, int, required)
        if not isinstance(value, int):
            return default
        if not low <= value <= high:
            remedy = f"write a number from {low} to {high}"
            self.fault(f"{self.key}.{name}: {value} is out of bounds", remedy, self.line_of(name))
            return default
        return value

    def truth(self, name: str, default: bool = False) -> bool:
        """A field that is true or false."""
        value = self._value(name, bool, False)
        return value if isinstance(value, bool) else default

    def texts(self, name: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        self._asked.add(name)
        if name in self._fields and isinstance(self._fields[name][0], yaml.ScalarNode):
            single = self.text(name)
            return (single,) if single else ()
        value = self._value(name, list, required)
        items = value if isinstance(value, list) else []
        for item in items:
            if not isinstance(item, (str, int)) or isinstance(item, bool):
                self.fault(f"{self.key}.{name}: {item!r} is not text", "write a list of texts", self.line_of(name))
            elif isinstance(item, str):
                self._check_text(name, item, self.line_of(name))
        return tuple(str(item) for item in items)

    def values(self, name: str) -> tuple[str | bool, ...]:
        """A truth, or a list of texts; one text counts as a list of one."""
        node = self._fields[name][0] if name in self._fields else None
        if isinstance(node, yaml.ScalarNode) and isinstance(_plain(node), bool):
            return (self.truth(name),)
        return self.texts(name, required=True)

    def holds_mapping(self, name: str) -> bool:
        """Whether a mapping stands below a key."""
        return name in self._fields and isinstance(self._fields[name][0], yaml.MappingNode)

    def name_list(self, name: str, known: Iterable[str], section: str) -> tuple[str, ...]:
        """A list of names: those that are `known`, and keys of another section."""
        names, line = self.texts(name), self.line_of(name)
        others = [one for one in names if one not in tuple(known)]
        self._reading.references.extend(Reference(section, one, self.file, line) for one in others)
        return names

    def refer(self, name: str, section: str) -> None:
        """That a key of this mapping is a key of another section."""
        self._reading.references.append(Reference(section, name, self.file, self.line_of(name)))

    def day(self, name: str) -> date:
        """A day, which must be there."""
        typed = self.text(name, required=True)
        try:
            return day_typed(typed)
        except Mistyped as error:
            if typed:
                where = f"{self.key}.{name}"
                problem = said("mistyped", where=where, text=typed, problem=error.problem)
                self.fault(problem, error.remedy, self.line_of(name))
            return date.min

    def text_lists(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        value = self._value(name, list, False)
        lists = value if isinstance(value, list) else []
        for item in lists:
            if not isinstance(item, list) or not all(isinstance(text, str) for text in item):
                self.fault(f"{self.key}.{name}: {item!r} is not a list of texts", "write [a, b]", self.line_of(name))
        return tuple(tuple(str(text) for text in item) for item in lists if isinstance(item, list))

    def choice(self, name: str, choices: Iterable[str], default: str = "", required: bool = False) -> str:
        """A text out of a closed set."""
        value, allowed = self.text(name, default, required), tuple(choices)
        if value and value not in allowed:
            self.fault(
                f"{self.key}.{name}: {value!r} is not known", f"write one of {', '.join(allowed)}", self.line_of(name)
            )
            return default
        return value

    def choices(self, name: str, choices: Iterable[str], required: bool = False) -> tuple[str, ...]:
        """A list of texts out of a closed set."""
        values, allowed = self.texts(name, required), tuple(choices)
        for value in values:
            if value not in allowed:
                self.fault(
                    f"{self.key}.{name}: {value!r} is not known", f"use {', '.join(allowed)}", self.line_of(name)
                )
        return tuple(value for value in values if value in allowed)

    def refers(self, name: str, section: str, required: bool = False) -> str:
        """A key of another section."""
        value = self.text(name, required=required)
        if value:
            self._reading.references.append(Reference(section, value, self.file, self.line_of(name)))
        return value

    def refers_all(self, name: str, section: str, required: bool = False) -> tuple[str, ...]:
        """A list of keys of another section."""
        values = self.texts(name, required)
        line = self.line_of(name)
        self._reading.references.extend(Reference(section, value, self.file, line) for value in values)
        return values

    def mapping(self, name: str, required: bool = False, remedy: str = "write keys with values") -> Entry | None:
        """A mapping below this one; `remedy` is what to do if something else stands there."""
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self.fault(f"{self.key}: {name!r} is missing", f"add {name}: with a mapping")
            return None
        node, line = self._fields[name]
        if not isinstance(node, yaml.MappingNode):
            self.fault(f"{self.key}.{name}: not a mapping", remedy, line)
            return None
        return Entry(self._reading, self.file, node, f"{self.key}.{name}", line)

    def mappings(self, name: str, required: bool = False) -> tuple[Entry, ...]:
        """A list of mappings below this one."""
        self._asked.add(name)
        node, line = self._fields.get(name, (None, self.line))
        if node is None or not isinstance(node, yaml.SequenceNode):
            if node is not None or required:
                self.fault(f"{self.key}.{name}: a list of mappings is needed", "write '- key: value' items", line)
            return ()
        entries = []
        for number, item in enumerate(node.value):
            at = item.start_mark.line + 1
            if isinstance(item, yaml.MappingNode):
                entries.append(Entry(self._reading, self.file, item, f"{self.key}.{name}[{number}]", at))
            else:
                self.fault(f"{self.key}.{name}[{number}]: not a mapping", "write '- key: value' items", at)
        return tuple(entries)

    def entries(self, pattern: re.Pattern[str] = IDENTIFIER) -> Iterator[Entry]:
        """Every key of this mapping as an entry of its own; keys that do not fit `pattern` are faults."""
        for name, (_, line) in self._fields.items():
            if not pattern.match(name):
                self.fault(f"bad identifier {name!r}", f"write it as {pattern.pattern[:-2]}", line)
            child = self.mapping(name)
            if child is not None:
                child.key = name
                yield child

    def pairs(self) -> dict[str, str]:
        """All fields as texts, in order."""
        return {name: self.text(name) for name in self._fields}

    def said(self) -> str:
        """What the entry says, as JSON; comments, order of keys and layout do not count."""
        said = {name: _plain(node) for name, (node, _) in self._fields.items()}
        return json.dumps(said, sort_keys=True, ensure_ascii=False)

    def done(self) -> None:
        """Note a fault for every key that nobody asked for."""
        for name, (_, line) in self._fields.items():
            if name not in self._asked:
                known = ", ".join(sorted(self._asked)) or "no keys"
                self.fault(f"{self.key}: unknown key {name!r}", f"remove it, or use one of: {known}", line)


_LOADER = yaml.SafeLoader("")
_TEXTS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")
_QUICK = getattr(yaml, "CSafeLoader", None)


def _plain(node: yaml.Node) -> object:
    """The value of a node as plain Python, dates as the text they were written as."""
    if isinstance(node, yaml.ScalarNode):
        tag = str(node.tag)
        if tag in _TEXTS or not tag.startswith("tag:yaml.org,2002:"):
            return str(node.value)
        value = _LOADER.construct_object(node)
        _LOADER.constructed_objects.clear()  # it would keep each node that it has ever seen
        return value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return {str(key.value): _plain(value) for key, value in node.value}


def _compose(text: str) -> yaml.Node | None:
    """The tree of a text, ten times as fast where PyYAML has libyaml. Raises YAMLError as PyYAML itself words it."""
    if _QUICK is not None:
        with suppress(yaml.YAMLError):  # libyaml words faults otherwise, so PyYAML has the last say
            return yaml.compose(text, Loader=_QUICK)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def read_file(reading: Reading, path: Path, shown: str) -> Entry | None:
    """The top mapping of a YAML file, or None with a fault; `shown` is how the file is named to the person."""
    try:
        node = _compose(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        reading.faults.add(shown, 1, f"not UTF-8 (byte {error.start})", "save the file as UTF-8")
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reading.faults.add(shown, line, f"not YAML: {getattr(error, 'problem', error)}", "mend the syntax")
        return None
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        reading.faults.add(shown, 1, "the file is not a mapping", "write 'key:' with fields below it")
        return None
    return Entry(reading, shown, node, "", 1)
