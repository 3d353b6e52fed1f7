"""Stages of tasks, as all lifecycles together start their clocks; what waits for one waits for one that there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from orgraph.definitions.sections import Whole
from orgraph.definitions.tasks.lifecycle_reader import LIFECYCLES
from orgraph.domain.said import Said, said


class Staged(Protocol):
    """An entry that names stages."""

    @property
    def key(self) -> str:
        """What it is called by."""
        ...

    @property
    def stages(self) -> tuple[str, ...]:
        """Those whose limits it waits for."""
        ...


Waiting = TypeVar("Waiting", bound=Staged)


def stages_of(whole: Whole) -> set[str]:
    """Every stage whose clock some lifecycle starts."""
    return {stage for lifecycle in whole.of(LIFECYCLES) for stage in lifecycle.started()}


def never_started(stage: str, stages: set[str]) -> tuple[Said, Said]:
    """The problem and the remedy where something names a stage that is none of `stages`."""
    return said("clock-never-started", stage=stage), said("mend-use", these=sorted(stages))


def check_stages(entries: Sequence[Waiting], whole: Whole) -> Iterator[tuple[Waiting, Said, Said]]:
    """What waits for the limit of a stage waits for one whose clock is started."""
    stages = stages_of(whole)
    for one in entries:
        for stage in one.stages:
            if stage not in stages:
                yield one, *never_started(stage, stages)
