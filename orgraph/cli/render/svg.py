"""What all pictures share: a document that stands alone, text that is inert, and how wide it is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from orgraph.cli.files import written
from orgraph.domain.text import inert


def document(title: str, width: int, height: int, style: str, parts: Iterable[str]) -> str:
    """One SVG document, in pixels, on white; it asks for no font, no script and no other file."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img">',
            f"<title>{safe(title)}</title>",
            f"<style>{style}</style>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def write(path: Path, picture: str) -> None:
    """Write a picture into a file. Raises Unusable where that cannot be done."""
    with written(path):
        path.write_text(picture, encoding="utf-8")


def text(x: int, y: int, said: str, kind: str) -> str:
    """A line of text of a class of the style, its left end on the baseline at x, y."""
    return f'<text x="{x}" y="{y}" class="{kind}">{safe(said)}</text>'


def wide(said: str) -> int:
    """Half-width characters of a text: those of Chinese are twice as wide."""
    return sum(2 if ord(one) > 0x2E7F else 1 for one in said)


def safe(said: str) -> str:
    """Text for XML, which holds no control characters, not even as entities."""
    return escape(inert(said))
