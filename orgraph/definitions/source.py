"""
YAML with line numbers, read by asking: an `Entry` hands out its fields typed, notes a fault for each that is wrong, and
afterwards for each key that nobody asked for. So a reader is at once the check, and no key can be silently ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
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

_SPELT = {
    IDENTIFIER: said("mend-as-key"),
    LABEL: said("mend-as-label"),
    RELATIONSHIP: said("mend-as-relationship"),
}
"""How keys of a mapping are written, by the pattern that they fit."""

_KINDS = {
    str: said("a-text"),
    int: said("a-whole-number"),
    bool: said("a-truth"),
    list: said("a-list"),
    dict: said("a-mapping"),
}

_WRITE_MAPPING = said("mend-write-mapping")
_ITEMS = "- key: value"


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
                self.fault(said("duplicate-key", name=name), said("mend-keep-one"), line=at)
            self._fields[name] = (value, at)

    @property
    def faulty(self) -> int:
        """How many faults have been found so far, in all files."""
        return len(self._reading.faults)

    def fault(self, problem: Said, remedy: Said, name: str = "", *, line: int = 0) -> None:
        """Note a fault of this entry, or of its field `name`, at the line of that or at `line`."""
        self._reading.faults.add(self.file, line or self.line_of(name), problem, remedy, self._path(name))

    def _path(self, name: str) -> str:
        """The field `name` with the keys that it stands under."""
        return ".".join(filter(None, (self.key, name)))

    def line_of(self, name: str) -> int:
        """The line of field `name`, or the entry's own."""
        return self._fields[name][1] if name in self._fields else self.line

    def has(self, name: str) -> bool:
        """Whether the field is there at all."""
        return name in self._fields

    def one_of(self, names: Sequence[str], required: bool = True) -> str:
        """The one of some fields that is there; a fault, and the first or none, where several are or none is."""
        found = [name for name in names if name in self._fields]
        self._asked.update(names)
        if not found and required:
            self.fault(said("none-of", these=names), said("mend-add-one"))
        if len(found) > 1:
            self.fault(said("not-together", these=found), said("mend-keep-one"), line=self.line_of(found[1]))
        return found[0] if found else ""

    def add(self, name: str, kind: type, needing: str) -> None:
        """Note that a field is missing which another one, or what it says, needs."""
        self.fault(said("missing-beside", name=name, needing=needing), said("mend-add", name=name, kind=_KINDS[kind]))

    def only_true(self, name: str) -> None:
        """Note that a field which is only asked for, or left out, says false."""
        self.fault(said("only-true"), said("mend-only-true", name=name), name)

    def names(self) -> tuple[str, ...]:
        """All keys, in the order of the file."""
        return tuple(self._fields)

    def _value(self, name: str, kind: type, required: bool) -> object | None:
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self._missing(name, kind)
            return None
        node, _ = self._fields[name]
        value = _plain(node)
        if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(getattr(node, "value", value))  # codes are digits; people need not quote them
        if kind is int and isinstance(value, str):
            with suppress(Mistyped):
                value = whole_typed(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._unlike(name, node, kind)
            return None
        if isinstance(value, str):
            self._check_text(name, value, required)
        return value

    def _missing(self, name: str, kind: type) -> None:
        self.fault(said("missing", name=name), said("mend-add", name=name, kind=_KINDS[kind]))

    def _unlike(self, name: str, node: yaml.Node, kind: type) -> None:
        """That what stands there is of another kind than it should be."""
        what, value = _KINDS[kind], _plain(node)
        if value is None:
            self.fault(said("left-empty"), said("mend-write-kind", kind=what), name)
        elif kind is str and isinstance(value, bool):
            self.fault(said("is-not", value=_typed(node), kind=what), said("mend-write-quoted"), name)
        else:
            self.fault(said("is-not", value=_typed(node), kind=what), said("mend-write-kind", kind=what), name)

    def _check_text(self, name: str, text: str, required: bool = False) -> None:
        """Blank is no text, and what nobody sees is not meant."""
        if required and is_blank(text):
            self.fault(said("is-blank"), said("mend-write-kind", kind=_KINDS[str]), name)
        if unseen := unseen_in(text, lines=True):
            self.fault(said("has-unseen", signs=unseen), said("mend-remove-unseen"), name)

    def text(self, name: str, default: str = "", required: bool = False) -> str:
        """A text field."""
        value = self._value(name, str, required)
        return value if isinstance(value, str) else default

    def one_value(self, name: str) -> bool:
        """Whether a field is there, and is neither a list nor a mapping."""
        return name in self._fields and isinstance(self._fields[name][0], yaml.ScalarNode)

    def whole(self, name: str, default: int = 0, required: bool = False, low: int = 0, high: int = 10**9) -> int:
        """A whole number between `low` and `high`."""
        value = self._value(name, int, required)
        if not isinstance(value, int):
            return default
        if not low <= value <= high:
            self.fault(said("out-of-bounds", value=value), said("mend-within", low=low, high=high), name)
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
        for number, item in enumerate(items):
            if not isinstance(item, (str, int)) or isinstance(item, bool):
                problem = said("is-not", value=self._item(name, number), kind=_KINDS[str])
                self.fault(problem, said("mend-write-kind", kind=said("list-of-texts")), name)
            elif isinstance(item, str):
                self._check_text(name, item)
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
                self.mistyped(error, name)
            return date.min

    def mistyped(self, error: Mistyped, name: str) -> None:
        """Note that what field `name` says is no day, or could be read in two ways."""
        self.fault(said("mistyped", text=error.text, problem=error.problem), error.remedy, name)

    def _item(self, name: str, number: int) -> str:
        """An item of a list, as it was typed."""
        return _typed(self._fields[name][0].value[number])

    def text_lists(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        value = self._value(name, list, False)
        lists = value if isinstance(value, list) else []
        for number, item in enumerate(lists):
            if not isinstance(item, list) or not all(isinstance(text, str) for text in item):
                problem = said("is-not", value=self._item(name, number), kind=said("list-of-texts"))
                self.fault(problem, said("mend-write", form="[a, b]"), name)
        return tuple(tuple(str(text) for text in item) for item in lists if isinstance(item, list))

    def choice(self, name: str, choices: Iterable[str], default: str = "", required: bool = False) -> str:
        """A text out of a closed set."""
        value, allowed = self.text(name, default, required), tuple(choices)
        if value and value not in allowed:
            self.fault(said("no-such-choice", value=value), said("mend-use", these=allowed), name)
            return default
        return value

    def choices(self, name: str, choices: Iterable[str], required: bool = False) -> tuple[str, ...]:
        """A list of texts out of a closed set."""
        values, allowed = self.texts(name, required), tuple(choices)
        for value in values:
            if value not in allowed:
                self.fault(said("no-such-choice", value=value), said("mend-use", these=allowed), name)
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

    def mapping(self, name: str, required: bool = False, remedy: Said = _WRITE_MAPPING) -> Entry | None:
        """A mapping below this one; `remedy` is what to do if something else stands there."""
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self._missing(name, dict)
            return None
        node, line = self._fields[name]
        if not isinstance(node, yaml.MappingNode):
            self.fault(said("no-mapping"), remedy, name)
            return None
        return Entry(self._reading, self.file, node, self._path(name), line)

    def mappings(self, name: str, required: bool = False) -> tuple[Entry, ...]:
        """A list of mappings below this one."""
        self._asked.add(name)
        node, _ = self._fields.get(name, (None, self.line))
        if node is None or not isinstance(node, yaml.SequenceNode):
            if node is not None or required:
                self.fault(said("no-list-of-mappings"), said("mend-write-items", form=_ITEMS), name)
            return ()
        entries = []
        for number, item in enumerate(node.value):
            at = item.start_mark.line + 1
            if isinstance(item, yaml.MappingNode):
                entries.append(Entry(self._reading, self.file, item, self._path(f"{name}[{number}]"), at))
            else:
                self.fault(said("no-mapping"), said("mend-write-items", form=_ITEMS), f"{name}[{number}]", line=at)
        return tuple(entries)

    def entries(self, pattern: re.Pattern[str] = IDENTIFIER) -> Iterator[Entry]:
        """Every key of this mapping as an entry of its own; keys that do not fit `pattern` are faults."""
        for name in self._fields:
            if not pattern.match(name):
                self.fault(said("bad-key", name=name), _SPELT[pattern], line=self.line_of(name))
            child = self.mapping(name)
            if child is not None:
                child.key = name
                yield child

    def pairs(self) -> dict[str, str]:
        """All fields as texts, in order."""
        return {name: self.text(name) for name in self._fields}

    def said(self) -> str:
        """What the entry says, as JSON; comments, order of keys and layout do not count."""
        plain = {name: _plain(node) for name, (node, _) in self._fields.items()}
        return json.dumps(plain, sort_keys=True, ensure_ascii=False)

    def done(self) -> None:
        """Note a fault for every key that nobody asked for."""
        for name, (_, line) in self._fields.items():
            if name not in self._asked:
                known = sorted(self._asked)
                remedy = said("mend-remove-or-use", these=known) if known else said("mend-remove")
                self.fault(said("unknown-key", name=name), remedy, line=line)


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


def _typed(node: yaml.Node) -> str:
    """A value as it was typed, lists and mappings in brackets."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(map(_typed, node.value))}]"
    return f"{{{', '.join(f'{_typed(key)}: {_typed(value)}' for key, value in node.value)}}}"


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
        reading.faults.add(shown, 0, said("not-utf-8", byte=error.start), said("mend-save-as-utf-8"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = said("not-yaml", column=column, reason=str(getattr(error, "problem", error)))
        reading.faults.add(shown, line, problem, said("mend-yaml"))
        return None
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        reading.faults.add(shown, 0, said("file-no-mapping"), said("mend-file-mapping"))
        return None
    return Entry(reading, shown, node, "", 1)
