"""Faults of definition files: what, where, remedy; collected, then raised together."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.errors import OrgraphError, fault_at
from orgraph.domain.nearest import nearest
from orgraph.domain.said import Said, said


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One fault of a definition file: where, what is wrong, what would be right.

    `line` is 0 where the whole file is wrong; `at` is the entry or field that is.
    """

    file: str
    line: int
    problem: Said
    remedy: Said
    at: str = ""

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Said:
        """It as one sentence."""
        if not self.at:
            return fault_at(self.file, self.line, self.problem, self.remedy)
        return said("fault-at", file=self.file, line=self.line, at=self.at, problem=self.problem, remedy=self.remedy)

    def __lt__(self, other: Fault) -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[str, int, str, str, str]:
        return self.file, self.line, self.at, str(self.problem), str(self.remedy)


class Faults:
    """Collects faults while the files are read and checked."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()

    def add(self, file: str, line: int, problem: Said, remedy: Said, at: str = "") -> None:
        """Note one fault; the same fault twice counts once."""
        self._found.add(Fault(file, line, problem, remedy, at))

    def __len__(self) -> int:
        return len(self._found)

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
        super().__init__(said("definitions-faulty", count=len(faults)))
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([str(self.message), *map(str, self.faults)])


def define_or_use(keys: set[str], meant: str = "") -> Said:
    """The remedy where a key that is none of `keys` should be one of them."""
    return said("mend-define-or-use", these=some_of(keys, meant)) if keys else said("mend-define")


def use(keys: set[str], meant: str = "") -> Said:
    """The remedy where one of `keys` is to be used."""
    return said("mend-use", these=some_of(keys, meant)) if keys else said("mend-define")


def some_of(keys: set[str], meant: str = "") -> Said | tuple[str, ...]:
    """The keys that a remedy offers, those most like what was `meant` first."""
    shown = tuple(dict.fromkeys((*nearest(meant, dict.fromkeys(keys, ())), *sorted(keys))))[:8]
    return said("and-others", these=shown) if len(keys) > len(shown) else shown
