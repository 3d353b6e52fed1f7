"""The tree of an audited area with its gaps, as a picture in SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from orgraph.cli.render.audit import below, rate_line
from orgraph.cli.render.svg import document, text, wide
from orgraph.cli.speech import Speech
from orgraph.domain.audit import AuditReport

COLUMN, COLUMNS = 60, 4
"""Lines of a column, and columns of a page."""

MOST = COLUMN * COLUMNS
"""Lines that are drawn. What would be more is drawn to the level that fits, with its counts; the rest is a number."""

GUTTER = 40
"""Pixels between columns."""

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

    def lines(self, deep: int) -> int:
        """How many lines it takes, those below it included, down to `deep` levels below."""
        if not deep:
            return 1
        return 1 + (0 if self.inline else self.number) + sum(one.lines(deep - 1) for one in self.below.values())

    def depth(self) -> int:
        """How many levels lie below it, its own gaps being one."""
        return max([int(self.number > 0), *(1 + one.depth() for one in self.below.values())])


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
        """The tree as one SVG document that fits a page: where it is too long it ends at areas, with their counts."""
        report, speech = self._report, self._speech
        deep = self._top.depth()
        while deep > 1 and self._top.lines(deep) > MOST:
            deep -= 1
        shown = list(islice(_lines(self._top, 0, deep), MOST))
        rest = self._top.lines(deep) - len(shown)
        foot = [speech("audit-more", count=rest)] if rest else []
        foot += [] if deep == self._top.depth() else [speech("audit-counts-only")]
        foot += [line for line in speech.notes() if line]
        title = speech("audit-heading", title=speech.audit(report.key), area=speech.name(report.area), day=report.on)
        head = [text(LEFT, 26, title, "head"), text(LEFT, 48, rate_line(report, speech), "fine")]
        height = -(-len(shown) // -(-len(shown) // COLUMN))  # columns as equal as can be
        drawn: list[str] = []
        left = LEFT
        for begin in range(0, len(shown), height):
            column = shown[begin : begin + height]
            drawn += [_row(left, number, depth, line, kind) for number, (depth, line, kind) in enumerate(column)]
            drawn += _branches(left, column)
            left += 8 * max(depth * STEP // 8 + wide(line) for depth, line, _ in column) + GUTTER
        notes = [text(LEFT, TOP + LINE * (height + number + 1), line, "fine") for number, line in enumerate(foot)]
        widest = max(wide(title) + 16, *map(wide, (rate_line(report, speech), *foot)))
        width = max(LEFT * 2 + 8 * widest, left - GUTTER + LEFT)
        return document(title, width, TOP + LINE * (height + len(foot) + 1), STYLE, [*head, *drawn, *notes])


def _lines(node: _Node, depth: int, deep: int) -> Iterator[tuple[int, str, str]]:
    """Depth, text and class of each line, down to `deep` levels below, from the top; areas with most gaps first."""
    counted = node.below or (not deep and not node.inline)
    counts = f"  {node.gaps:,}/{node.audited:,}" if node.audited else f"  {node.gaps:,}" if counted else ""
    here = node.own[0] if node.inline else ""
    yield depth, f"{node.name}{counts}  {here}".rstrip(), "gap" if node.gaps else "fine"
    if not deep:
        return
    if not here:
        for own in node.own:
            yield depth + 1, own, "gap"
    for child in sorted(node.below.values(), key=lambda one: (-one.gaps, one.name)):
        yield from _lines(child, depth + 1, deep - 1)


def _row(left: int, number: int, depth: int, line: str, kind: str) -> str:
    return text(left + depth * STEP, TOP + LINE * (number + 1) - 6, line, kind)


def _branches(left: int, lines: list[tuple[int, str, str]]) -> Iterator[str]:
    """A line from each area to what is drawn below it; at the head of a column from above."""
    last: dict[int, int] = {}
    for number, (depth, _, _) in enumerate(lines):
        if depth:
            x, y = left + (depth - 1) * STEP + 6, TOP + LINE * number + 11
            yield f'<path d="M{x} {TOP + LINE * (last.get(depth - 1, -1) + 1) - 2}V{y}H{x + STEP - 10}"/>'
        last[depth] = number
