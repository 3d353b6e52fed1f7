"""
The life of a kind of task as a picture in SVG: a box a state with what may be done in it, by whom and what it leads to.

The boxes stand in layers and columns with channels between them. An arrow begins at the row of its action, runs down or
up the channel to the right of its column, then along the channel above the layer of the state that it leads to, and
into that from above. So none crosses a box; those to one state have one colour and end as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from orgraph.cli.render.kind import counted, heading, limits_of, opened_by, way_lines, who_may
from orgraph.cli.render.svg import document, safe, text, wide
from orgraph.cli.speech import Speech
from orgraph.definitions.kind_life import KindLife, StateLife

MARGIN, BOX, PAD = 28, 330, 12
HEAD, ROW, FINE, TAG = 32, 19, 15, 20
TRACK, EDGE = 9, 16
"""Between two arrows in a channel, and between the first and what is beside the channel; all in pixels."""

COLOURS = ("#1d4ed8", "#b45309", "#047857", "#be123c", "#6d28d9", "#0e7490", "#4d7c0f", "#a21caf", "#7c2d12", "#334155")

STYLE = (
    "text{font:13px sans-serif;fill:#1f2933}.head{font-size:19px;font-weight:bold}"
    ".state{font-size:15px;font-weight:bold}"
    ".fine{font-size:11.5px;fill:#52606d}.tag{font-size:11.5px;fill:#7c2d12}.paused{font-size:11.5px;fill:#52606d}"
    ".box{fill:#fff;stroke:#52606d}.top{fill:#e8eef5}.end{fill:#eceff1}.rim{fill:none;stroke:#52606d}"
    ".clock{fill:#fff1e0;stroke:#e0a96d}.rest{fill:#f1f3f5;stroke:#b8c2cc}.line{fill:none;stroke-width:1.6}"
)

LETTERS = 46
"""Half-width characters that a row has room for."""

SHARED = 3
"""From so many states on by one action an end is named in the boxes and no arrow leads there."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An action that leads on: its title and when, who may, the state that it leads to by key and by title."""

    said: tuple[str, ...]
    who: tuple[str, ...]
    to: str
    leads: str

    @property
    def lines(self) -> int:
        """Lines in the larger size: the state stands behind the title if there is room, else below it."""
        return len(self.said) + (not self.in_line)

    @property
    def in_line(self) -> bool:
        """Whether the state stands behind the title."""
        return len(self.said) == 1 and wide(self.said[0]) + wide(self.leads) + 3 <= LETTERS

    @property
    def height(self) -> int:
        """How high it is."""
        return self.lines * ROW + FINE * len(self.who) + 4


@dataclass(frozen=True, slots=True)
class _Tag:
    """The limit of a clock that runs, or that it is paused."""

    said: str
    paused: bool

    @property
    def length(self) -> int:
        """How long it is."""
        return min(round(wide(self.said) * 6.2) + 16, BOX - 2 * PAD)


@dataclass(frozen=True, slots=True)
class _Box:
    """A state as it is drawn: title, what it counts as, its tags in lines, rows that lead on, lines of what stays."""

    state: StateLife
    title: tuple[str, ...]
    under: tuple[str, ...]
    tags: tuple[tuple[_Tag, ...], ...]
    rows: tuple[_Row, ...]
    stays: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of the state."""
        return self.state.state.key

    @property
    def head(self) -> int:
        """How high the head is."""
        return HEAD + (len(self.title) - 1) * ROW + len(self.under) * FINE

    @property
    def height(self) -> int:
        """How high it is."""
        rows = sum(row.height for row in self.rows)
        stays = len(self.stays) * FINE + 8 if self.stays else 0
        return self.head + len(self.tags) * TAG + rows + stays + (8 if self.tags or rows or stays else 0)


@dataclass(frozen=True, slots=True)
class _Arrow:
    """From a row, at this height, of a box in a column to a state."""

    column: int
    y: int
    to: str


def drawn(life: KindLife, speech: Speech) -> str:
    """The life of a kind as one SVG document."""
    return _Picture(life, speech).drawn()


class _Picture:
    def __init__(self, life: KindLife, speech: Speech) -> None:
        from orgraph.analysis.layers import layered

        self._speech = speech
        self._life = life
        self._arrowless = _shared_ends(life)
        self._boxes = {one.state.key: self._box(one) for one in life.states}
        leading = [(box.key, row.to) for box in self._boxes.values() for row in box.rows if row.to]
        ways = [(key, to) for key, to in leading if to not in self._arrowless]
        self._entrances = {life.begins.state: speech("kind-drawn-begins")}
        for one in life.child:
            self._entrances.setdefault(one.state, speech("kind-drawn-child"))
        aside = [one.state.key for one in life.states if one.state.counts_as]
        self._layers = layered(list(self._boxes), [life.begins.state], ways, aside)
        self._layer = {key: number for number, layer in enumerate(self._layers) for key in layer}
        self._column = {key: number for layer in self._layers for number, key in enumerate(layer)}
        targets = dict.fromkeys(to for _, to in ways)
        self._colour = {to: COLOURS[number % len(COLOURS)] for number, to in enumerate(targets)}

    def drawn(self) -> str:
        """The heading, the arrows, the boxes upon them."""
        title = heading(self._life, self._speech)
        top = _wrapped(opened_by(self._life, self._speech), 150)
        into = [list(dict.fromkeys(to for to in layer if to in self._colour)) for layer in self._layers]
        y, at_y, above = 50 + len(top) * FINE, dict[str, int](), list[int]()
        for number, here in enumerate(self._layers):
            above.append(y + EDGE)
            y += 2 * EDGE + TRACK * len(into[number]) + 10
            at_y |= dict.fromkeys(here, y)
            y += max(self._boxes[key].height for key in here)
        arrows = [one for box in self._boxes.values() for one in self._arrows(box, at_y[box.key])]
        tracks = self._tracks(arrows, at_y)
        xs, width = self._columns(arrows, tracks)
        parts = [text(MARGIN, 30, title, "head")]
        parts += [text(MARGIN, 52 + FINE * number, line, "fine") for number, line in enumerate(top)]
        for one in arrows:
            layer = self._layer[one.to]
            bus = above[layer] + TRACK * into[layer].index(one.to)
            start = xs[one.column] + BOX
            bend = start + EDGE + TRACK * tracks[one.column, one.to]
            end = xs[self._column[one.to]] + 60
            parts.append(
                _arrow(
                    ((start, one.y), (bend, one.y), (bend, bus), (end, bus), (end, at_y[one.to])), self._colour[one.to]
                )
            )
        for to, colour in self._colour.items():
            parts.append(_head(xs[self._column[to]] + 60, at_y[to], colour))
        for key, box in self._boxes.items():
            parts += self._drawn_box(box, xs[self._column[key]], at_y[key])
        legend = _wrapped(self._speech("kind-drawn-legend"), (width - 2 * MARGIN) // 7)
        y += 34
        parts += [text(MARGIN, y + FINE * number, line, "fine") for number, line in enumerate(legend)]
        return document(title, width, y + FINE * len(legend) + 14, STYLE, parts)

    def _columns(self, arrows: Sequence[_Arrow], tracks: Mapping[tuple[int, str], int]) -> tuple[list[int], int]:
        """Where each column begins, and how wide all is."""
        xs, x = [], MARGIN + 20
        for column in range(max(len(layer) for layer in self._layers)):
            xs.append(x)
            used = [number for (of, _), number in tracks.items() if of == column]
            x += BOX + 2 * EDGE + TRACK * (max(used) + 1 if used else 0) + 24
        return xs, max(x - 24, 760)

    def _tracks(self, arrows: Sequence[_Arrow], at_y: Mapping[str, int]) -> dict[tuple[int, str], int]:
        """Which track of its channel an arrow runs in, by column and state: shared by those that do not meet."""
        spans: dict[tuple[int, str], tuple[int, int]] = {}
        for one in arrows:
            low, high = spans.get((one.column, one.to), (one.y, one.y))
            spans[one.column, one.to] = min(low, one.y, at_y[one.to]), max(high, one.y, at_y[one.to])
        tracks: dict[tuple[int, str], int] = {}
        for key in sorted(spans, key=lambda key: (spans[key][1] - spans[key][0], key)):
            taken = {
                track
                for other, track in tracks.items()
                if other[0] == key[0] and spans[other][0] <= spans[key][1] and spans[key][0] <= spans[other][1]
            }
            tracks[key] = next(number for number in range(len(taken) + 1) if number not in taken)
        return tracks

    def _arrows(self, box: _Box, y: int) -> Iterator[_Arrow]:
        y += box.head + len(box.tags) * TAG + 4
        for row in box.rows:
            if row.to in self._colour:
                yield _Arrow(self._column[box.key], y + ROW - 6, row.to)
            y += row.height

    def _box(self, one: StateLife) -> _Box:
        speech, rows, stays = self._speech, list[_Row](), list[str]()
        for key in one.actions:
            rule = self._life.actions[key]
            ways = list(way_lines(rule, self._life, speech))
            who, title = who_may(rule, speech), rule.title(speech.lang)
            if {to or one.state.key for _, to in ways} == {one.state.key}:
                stays.append(speech("kind-drawn-who", action=title, who=who))
            else:
                rows += [self._row(title, when, who, to if to != one.state.key else "") for when, to in ways]
        said = speech.joined(counted(one.state, speech))
        staying = [line for stay in stays for line in _wrapped("· " + stay, 52)]
        return _Box(
            state=one,
            title=_wrapped(one.state.title(speech.lang), 36),
            under=(said,) if said else (),
            tags=_in_lines([self._tag(clock.stage, clock.paused) for clock in one.clocks]),
            rows=tuple(rows),
            stays=(speech("kind-drawn-stay"), *staying) if staying else (),
        )

    def _row(self, title: str, when: str, who: str, to: str) -> _Row:
        said = self._speech("kind-drawn-when", action=title, when=when) if when else title
        leads = self._speech.state(to) if to else self._speech("kind-stays")
        return _Row(_wrapped(said, LETTERS), _wrapped(who, 50), to, leads)

    def _tag(self, stage: str, paused: bool) -> _Tag:
        named = self._speech.stage(stage)
        if paused:
            return _Tag(self._speech("kind-drawn-paused", stage=named), True)
        limits = limits_of(self._life.limits[stage], self._life, self._speech)
        return _Tag(self._speech("kind-drawn-clock", stage=named, limits=limits), False)

    def _drawn_box(self, box: _Box, x: int, y: int) -> Iterator[str]:
        final = box.state.state.final
        yield f'<rect x="{x}" y="{y}" width="{BOX}" height="{box.height}" rx="6" class="box"/>'
        kind = "end" if final else "top"
        yield f'<rect x="{x + 1}" y="{y + 1}" width="{BOX - 2}" height="{box.head - 2}" rx="5" class="{kind}"/>'
        if final:
            yield f'<rect x="{x - 4}" y="{y - 4}" width="{BOX + 8}" height="{box.height + 8}" rx="9" class="rim"/>'
        if box.key in self._entrances:
            yield _entrance(x, y + 16)
            said = self._entrances[box.key]
            yield text(x + BOX - PAD - round(wide(said) * 6), y + 21, said, "fine")
        for number, line in enumerate(box.title):
            yield text(x + PAD, y + 21 + number * ROW, line, "state")
        for number, line in enumerate(box.under):
            yield text(x + PAD, y + 20 + len(box.title) * ROW + number * FINE, line, "fine")
        yield from self._drawn_rows(box, x, y + box.head)

    def _drawn_rows(self, box: _Box, x: int, y: int) -> Iterator[str]:
        for tags in box.tags:
            at = x + PAD
            for tag in tags:
                kind = "rest" if tag.paused else "clock"
                yield f'<rect x="{at}" y="{y + 4}" width="{tag.length}" height="{TAG - 4}" rx="8" class="{kind}"/>'
                yield text(at + 8, y + 16, tag.said, "paused" if tag.paused else "tag")
                at += tag.length + 6
            y += TAG
        y += 4
        for row in box.rows:
            colour = self._colour.get(row.to, "#52606d")
            yield from _leading(x + PAD, y + 14, row, colour)
            y += ROW * row.lines
            for line in row.who:
                yield text(x + PAD + 10, y + 9, line, "fine")
                y += FINE
            y += 4
        if box.stays:
            yield f'<path d="M{x + PAD} {y + 2}H{x + BOX - PAD}" stroke="#d5dbe1"/>'
            for line in box.stays:
                y += FINE
                yield text(x + PAD, y + 2, line, "fine")


def _shared_ends(life: KindLife) -> set[str]:
    """Ends to which one action leads from many states, and nothing else."""
    found = set()
    for one in life.states:
        leading = [rule for rule in life.actions.values() if any(way.to == one.state.key for way in rule.ways)]
        if one.state.final and len(leading) == 1 and len(leading[0].states) >= SHARED:
            found.add(one.state.key)
    return found


def _arrow(points: Sequence[tuple[int, int]], colour: str) -> str:
    """A line through points, its corners a little rounded."""
    said = f"M{points[0][0]} {points[0][1]}"
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        near = min(4, max(abs(x - x0), abs(y - y0)) // 2)
        far = min(4, max(abs(x1 - x), abs(y1 - y)) // 2)
        said += f"L{x - near * _sign(x - x0)} {y - near * _sign(y - y0)}"
        said += f"Q{x} {y} {x + far * _sign(x1 - x)} {y + far * _sign(y1 - y)}"
    return f'<path d="{said}L{points[-1][0]} {points[-1][1]}" class="line" stroke="{colour}"/>'


def _head(x: int, y: int, colour: str) -> str:
    return f'<path d="M{x - 5} {y - 9}H{x + 5}L{x} {y}Z" fill="{colour}"/>'


def _entrance(x: int, y: int) -> str:
    return (
        f'<circle cx="{x - 24}" cy="{y}" r="6" fill="#1f2933"/><path d="M{x - 18} {y}H{x - 8}" stroke="#1f2933"/>'
        f'<path d="M{x - 9} {y - 5}V{y + 5}L{x} {y}Z" fill="#1f2933"/>'
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _leading(x: int, y: int, row: _Row, colour: str) -> Iterator[str]:
    """A row with the state that it leads to, in the colour of its arrow."""
    if row.in_line:
        to = f'<tspan dx="7" fill="{colour}">→ {safe(row.leads)}</tspan>'
        yield f'<text x="{x}" y="{y}">{safe(row.said[0])}{to}</text>'
        return
    for number, line in enumerate(row.said):
        yield text(x, y + ROW * number, line, "row")
    y += ROW * len(row.said)
    yield f'<text x="{x + 10}" y="{y}"><tspan fill="{colour}">→ {safe(row.leads)}</tspan></text>'


def _in_lines(tags: Sequence[_Tag]) -> tuple[tuple[_Tag, ...], ...]:
    """Tags in as few lines as they need."""
    lines, room = list[list[_Tag]](), 0
    for tag in tags:
        if tag.length > room:
            lines.append([])
            room = BOX - 2 * PAD
        lines[-1].append(tag)
        room -= tag.length + 6
    return tuple(map(tuple, lines))


def _wrapped(said: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most so many half-width characters: broken at spaces, and anywhere in Chinese."""
    lines, line = list[str](), ""
    for part in _parts(said):
        if line and wide(line) + wide(part.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += part
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _parts(said: str) -> Iterable[str]:
    """Words with the space behind them; each Chinese character is one, with the punctuation behind it."""
    part = ""
    for one in said:
        full = wide(one) == 2
        if part and not (one in "、，。；：）),.;:" or one == " ") and (full or part[-1] == " " or wide(part[-1]) == 2):
            yield part
            part = ""
        part += one
    if part:
        yield part
