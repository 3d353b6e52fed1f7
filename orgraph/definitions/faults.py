"""Faults of definition files: what, where, remedy; collected, then raised together."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.errors import OrgraphError
from orgraph.domain.nearest import nearest, themselves


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a definition file; prints as `file:line: problem; remedy`."""

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}; {self.remedy}"


class Faults:
    """Collects faults while the files are read and checked."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()

    def add(self, file: str, line: int, problem: str, remedy: str) -> None:
        """Note one fault; the same fault twice counts once."""
        self._found.add(Fault(file, line, problem, remedy))

    def all(self) -> tuple[Fault, ...]:
        """Every fault so far, by file and line."""
        return tuple(sorted(self._found))

    def raise_if_any(self) -> None:
        """Raise DefinitionsFaulty with all faults, if there are any."""
        if self._found:
            raise DefinitionsFaulty(self.all())


class DefinitionsFaulty(OrgraphError):
    """Some definitions are wrong; `faults` has them all."""

    code = "definitions_faulty"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(f"{len(faults)} fault(s) in the definitions:\n{lines}")
        self.faults = faults


def some_of(keys: set[str], meant: str = "") -> str:
    """The keys that a remedy offers, those most like what was `meant` first; of none, that there is none."""
    shown = tuple(dict.fromkeys((*nearest(meant, themselves(keys)), *sorted(keys))))[:8]
    return ", ".join(shown) + (" …" if len(keys) > len(shown) else "") if shown else "none, as none is defined"
