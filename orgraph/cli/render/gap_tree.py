"""The tree of an audited area with its gaps, as a picture in SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from orgraph.cli.render.audit import rate_line
from orgraph.cli.speech import Speech
from orgraph.domain.audit import AuditReport, Finding
from orgraph.domain.errors import InvalidInput

MOST = 400
"""Lines that are drawn; the rest is said as a number."""

LINE, STEP, LEFT, TOP = 22, 26, 16, 66
STYLE = (
    "text{font:14px sans-serif;fill:#1f2933}.head{font-size:17px;font-weight:bold}.gap{fill:#b42318}"
    ".fine{fill:#5f6b7a}path{fill:none;stroke:#b8c2cc}"
)


@dataclass
class _Node:
    """An area by name: how many gaps lie in it, what lies below it, its own gaps."""

    name: str
    gaps: int = 0
    audited: int = 0
    below: dict[str, _Node] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)


def gap_tree(report: AuditReport, speech: Speech) -> str:
    """All that is audited by area, and below each area the places with gaps, as one SVG document."""
    top = _tree(report, speech)
    lines = list(_lines(top, 0))
    shown = lines[:MOST]
    drawn = [_row(number, depth, text, kind) for number, (depth, text, kind) in enumerate(shown)]
    drawn += _branches(shown)
    foot = [speech("audit-more", count=len(lines) - MOST)] if len(lines) > MOST else []
    foot += [line for line in speech.notes() if line]
    rest = [_text(LEFT, TOP + LINE * (len(shown) + number + 1), line, "fine") for number, line in enumerate(foot)]
    title = speech("audit-heading", title=speech.audit(report.key), area=speech.name(report.area), day=report.on)
    head = [_text(LEFT, 26, title, "head"), _text(LEFT, 48, rate_line(report, speech), "fine")]
    widest = max(
        _wide(title) + 16,
        *map(_wide, (rate_line(report, speech), *foot)),
        *(depth * STEP // 8 + _wide(text) for depth, text, _ in shown),
    )
    width, height = LEFT * 2 + 8 * widest, TOP + LINE * (len(shown) + len(foot) + 1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *head,
            *drawn,
            *rest,
            "</svg>\n",
        ]
    )


def write(path: Path, picture: str) -> None:
    """Write a picture into a file. Raises InvalidInput where that cannot be done."""
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}", "give a file in a folder of yours") from error


def _tree(report: AuditReport, speech: Speech) -> _Node:
    top = _Node(speech.name(report.area), report.gaps, report.audited)
    for count in report.by_area:
        if count.area.code != report.area.code:
            top.below[count.area.name] = _Node(speech.name(count.area), count.gaps, count.audited)
    for found in report.findings.items:
        node = top
        for name in _way(found, report.area.name):
            node = node.below.setdefault(name, _Node(name))
            node.gaps += not node.audited
        asked = speech("audit-asked", what=speech.anything(found.what), required=found.required, present=found.present)
        node.own.append(asked if found.name == found.area.name else f"{found.name}  {asked}")
    return top


def _way(found: Finding, top: str) -> list[str]:
    """Names from below the audited area down to that of the gap."""
    names = found.path.split("/")
    return names[names.index(top) + 1 :] if top in names else names


def _lines(node: _Node, depth: int) -> Iterator[tuple[int, str, str]]:
    """Depth, text and class of each line, from the top down; areas with most gaps first."""
    counts = f"  {node.gaps:,}/{node.audited:,}" if node.audited else f"  {node.gaps:,}" if node.below else ""
    here = "  ".join(node.own) if len(node.own) == 1 and not node.below else ""
    yield depth, f"{node.name}{counts}  {here}".rstrip(), "gap" if node.gaps else "fine"
    if not here:
        for own in node.own:
            yield depth + 1, own, "gap"
    for child in sorted(node.below.values(), key=lambda one: (-one.gaps, one.name)):
        yield from _lines(child, depth + 1)


def _row(number: int, depth: int, text: str, kind: str) -> str:
    return _text(LEFT + depth * STEP, TOP + LINE * (number + 1) - 6, text, kind)


def _branches(lines: list[tuple[int, str, str]]) -> Iterator[str]:
    """A line from each area to what is drawn below it."""
    last: dict[int, int] = {}
    for number, (depth, _, _) in enumerate(lines):
        if depth:
            x, y = LEFT + (depth - 1) * STEP + 6, TOP + LINE * number + 11
            yield f'<path d="M{x} {TOP + LINE * (last.get(depth - 1, 0) + 1) - 2}V{y}H{x + STEP - 10}"/>'
        last[depth] = number


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'


def _wide(text: str) -> int:
    """Half-width characters of a text: those of Chinese are twice as wide."""
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)
