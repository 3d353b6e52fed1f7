"""The tree of an audited area with its gaps, as a picture in SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from orgraph.cli.render.audit import below, rate_line
from orgraph.cli.render.svg import document, text, wide
from orgraph.cli.speech import Speech
from orgraph.domain.audit import AuditReport

MOST = 400
"""Lines that are drawn; the rest is said as a number."""

LINE, STEP, LEFT, TOP = 22, 26, 16, 66
STYLE = (
    "text{font:14px sans-serif;fill:#1f2933}.head{font-size:17px;font-weight:bold}.gap{fill:#b42318}"
    ".fine{fill:#5f6b7a}path{fill:none;stroke:#b8c2cc}"
)


@dataclass
class _Node:
    """An area by name: how many gaps lie in it, what lies below it, and its own gaps, as many as can be drawn."""

    name: str
    gaps: int = 0
    audited: int = 0
    below: dict[str, _Node] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    number: int = 0

    def add(self, gap: str) -> None:
        """Take in a gap of its own."""
        self.number += 1
        if len(self.own) < MOST:
            self.own.append(gap)

    @property
    def inline(self) -> bool:
        """Whether its one gap stands in its own line."""
        return self.number == 1 and not self.below

    def lines(self) -> int:
        """How many lines it takes, those below it included."""
        return 1 + (0 if self.inline else self.number) + sum(one.lines() for one in self.below.values())


class GapTree:
    """All that is audited by area, and below each area the places with gaps: pages are added, then it is drawn."""

    def __init__(self, report: AuditReport, speech: Speech) -> None:
        """`report` is the first page; it is added as the others are."""
        self._report = report
        self._speech = speech
        self._top = _Node(speech.name(report.area), report.gaps, report.audited)
        for count in report.by_area:
            node = self._top
            for name in below(count.path, report.area.name):
                node = node.below.setdefault(name, _Node(name))
                node.gaps, node.audited = node.gaps + count.gaps, node.audited + count.audited
            if node is not self._top:
                node.name = speech.name(count.area)

    def add(self, report: AuditReport) -> None:
        """The gaps of a page."""
        for found in report.findings.items:
            node = self._top
            for name in below(found.path, report.area.name):
                node = node.below.setdefault(name, _Node(name))
                node.gaps += not node.audited
            said = {"required": found.required, "present": found.present}
            asked = self._speech("audit-asked", what=self._speech.anything(found.what), **said)
            node.add(asked if found.name == found.area.name else f"{found.name}  {asked}")

    def drawn(self) -> str:
        """The tree as one SVG document."""
        report, speech = self._report, self._speech
        shown = list(islice(_lines(self._top, 0), MOST))
        rest = self._top.lines() - len(shown)
        foot = [speech("audit-more", count=rest)] if rest else []
        foot += [line for line in speech.notes() if line]
        drawn = [_row(number, depth, line, kind) for number, (depth, line, kind) in enumerate(shown)]
        drawn += _branches(shown)
        notes = [text(LEFT, TOP + LINE * (len(shown) + number + 1), line, "fine") for number, line in enumerate(foot)]
        title = speech("audit-heading", title=speech.audit(report.key), area=speech.name(report.area), day=report.on)
        head = [text(LEFT, 26, title, "head"), text(LEFT, 48, rate_line(report, speech), "fine")]
        widest = max(
            wide(title) + 16,
            *map(wide, (rate_line(report, speech), *foot)),
            *(depth * STEP // 8 + wide(line) for depth, line, _ in shown),
        )
        width, height = LEFT * 2 + 8 * widest, TOP + LINE * (len(shown) + len(foot) + 1)
        return document(title, width, height, STYLE, [*head, *drawn, *notes])


def _lines(node: _Node, depth: int) -> Iterator[tuple[int, str, str]]:
    """Depth, text and class of each line, from the top down; areas with most gaps first."""
    counts = f"  {node.gaps:,}/{node.audited:,}" if node.audited else f"  {node.gaps:,}" if node.below else ""
    here = node.own[0] if node.inline else ""
    yield depth, f"{node.name}{counts}  {here}".rstrip(), "gap" if node.gaps else "fine"
    if not here:
        for own in node.own:
            yield depth + 1, own, "gap"
    for child in sorted(node.below.values(), key=lambda one: (-one.gaps, one.name)):
        yield from _lines(child, depth + 1)


def _row(number: int, depth: int, line: str, kind: str) -> str:
    return text(LEFT + depth * STEP, TOP + LINE * (number + 1) - 6, line, kind)


def _branches(lines: list[tuple[int, str, str]]) -> Iterator[str]:
    """A line from each area to what is drawn below it."""
    last: dict[int, int] = {}
    for number, (depth, _, _) in enumerate(lines):
        if depth:
            x, y = LEFT + (depth - 1) * STEP + 6, TOP + LINE * number + 11
            yield f'<path d="M{x} {TOP + LINE * (last.get(depth - 1, 0) + 1) - 2}V{y}H{x + STEP - 10}"/>'
        last[depth] = number
