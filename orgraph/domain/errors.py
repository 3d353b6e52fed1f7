"""Expected failures: each has a stable code, says what was wrong and what to do about it."""

from __future__ import annotations

from orgraph.domain.area import AreaPath
from orgraph.domain.event import Event
from orgraph.domain.said import Said, said
from orgraph.domain.task import Task


def fault_at(file: str, line: int, problem: Said, remedy: Said) -> Said:
    """What is wrong at a line of a file, and what would be right; line 0 is the file as a whole."""
    if line:
        return said("fault", file=file, line=line, problem=problem, remedy=remedy)
    return said("fault-of-file", file=file, problem=problem, remedy=remedy)


class OrgraphError(Exception):
    """An expected failure, worded for the person who can mend it."""

    code = "error"

    def __init__(self, message: Said, remedy: Said | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}" if self.remedy else str(self.message)


class UnknownPlace(OrgraphError):
    """No area has this code, path, name or alias on the day asked for."""

    code = "unknown_place"

    def __init__(self, place: str, message: Said, remedy: Said | None, nearest: tuple[AreaPath, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.place = place
        self.nearest = nearest


class PlaceEnded(UnknownPlace):
    """What is meant has ended by the day asked for: `nearest` is it, with its end and its way up on its last day."""

    code = "place_ended"


class PlaceNotYet(UnknownPlace):
    """What is meant is known from a later day on only: `nearest` is it, with that day and its way up on it."""

    code = "place_not_yet"


class AmbiguousPlace(OrgraphError):
    """Several areas answer to this name; the candidates come with their paths, `more` counts those left out."""

    code = "ambiguous_place"

    def __init__(
        self, place: str, message: Said, remedy: Said | None, candidates: tuple[AreaPath, ...], more: int = 0
    ) -> None:
        super().__init__(message, remedy)
        self.place = place
        self.candidates = candidates
        self.more = more


class NotFound(OrgraphError):
    """No officer, organisation, task, audit or category has this identifier."""

    code = "not_found"


class InvalidInput(OrgraphError):
    """An argument has no meaning here; the message names it and the values that do."""

    code = "invalid_input"


class NotEntitled(OrgraphError):
    """
    The post may not blow this whistle, or report this matter; `nearest` names the nearest post that may, empty if there
    is none.
    """

    code = "not_entitled"

    def __init__(self, message: Said, remedy: Said | None, nearest: str = "") -> None:
        super().__init__(message, remedy)
        self.nearest = nearest


class IdempotencyConflict(OrgraphError):
    """The idempotency key was used before for something else; `task` is what it opened or acted on then."""

    code = "idempotency_conflict"

    def __init__(self, message: Said, remedy: Said | None, task: str) -> None:
        super().__init__(message, remedy)
        self.task = task


class AlreadyOpen(OrgraphError):
    """Such a whistle is open at the place already: `tasks` are some of them, the first called first."""

    code = "already_open"

    def __init__(self, message: Said, remedy: Said | None, tasks: tuple[Task, ...]) -> None:
        super().__init__(message, remedy)
        self.tasks = tasks


class ActionRefused(OrgraphError):
    """
    An action is not possible now, or not for this party; `obstacle` says which rule is in the way, `needed` by key what
    it would take.
    """

    code = "action_refused"

    def __init__(
        self,
        message: Said,
        remedy: Said | None,
        action: str,
        obstacle: str,
        needed: tuple[str, ...],
    ) -> None:
        super().__init__(message, remedy)
        self.action = action
        self.obstacle = obstacle
        self.needed = needed


class TaskConflict(OrgraphError):
    """Something happened to the task since the version that the caller had seen: `since` are those events."""

    code = "task_conflict"

    def __init__(self, message: Said, remedy: Said | None, task: str, version: int, since: tuple[Event, ...]) -> None:
        super().__init__(message, remedy)
        self.task = task
        self.version = version
        self.since = since


class NobodyResponsible(OrgraphError):
    """Neither a responsible unit nor any superior's backstop was found: the organisation has no top."""

    code = "nobody_responsible"


class TooSlow(OrgraphError):
    """The store was told to stop: the answer would have taken longer than the limit."""

    code = "too_slow"


class StoreBusy(OrgraphError):
    """Others wrote to the same records for so long that this write gave up; nothing of it was kept."""

    code = "store_busy"


class KeyTaken(OrgraphError):
    """Something else has a key that was to be written; `clash` is what the engine says of it."""

    code = "key_taken"

    def __init__(self, clash: str) -> None:
        super().__init__(said("key-taken", clash=clash), said("mend-another-key"))
        self.clash = clash


class NotSent(OrgraphError):
    """A notice to another system did not arrive; the message says why."""

    code = "not_sent"


class StoreUnavailable(OrgraphError):
    """The graph store does not answer; what was not acknowledged may not have happened."""

    code = "store_unavailable"


class StoreMismatch(OrgraphError):
    """The store was written by another format or with other definitions."""

    code = "store_mismatch"
