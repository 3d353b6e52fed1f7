"""
Puts into the pages what the commands and queries in them answer now: python -m tests.docs.recapture [--real] [PAGE…]

Without --real the blocks that run over the small world; with it those over the real packs, which takes a minute. A
block with a line … is left alone, since only a person knows what to leave out: what has changed there is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.docs.blocks import CHINESE, PAGES, Block, Desk, fits, in_order, make_small_world
from tests.small_world import ROOT

REAL_PACKS = ("liaoning", "dandong", "benxi")


def main() -> int:
    """Rewrite the pages; the exit code says whether something is left for a person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("pages", nargs="*", type=Path, default=PAGES)
    options = parser.parse_args()
    left = 0
    with tempfile.TemporaryDirectory() as scratch:
        stores = {chinese: Path(scratch) / ("other" if chinese else "store") for chinese in (False, True)}
        pages = [page.resolve() for page in options.pages]
        if not options.real:
            for chinese in {page.parent == CHINESE for page in pages}:
                make_store(stores[chinese], real=False)
        for page in in_order(pages):
            store, at = stores[page.parent == CHINESE], Path(scratch) / page.parent.name / page.stem
            at.mkdir(parents=True)
            if options.real and "console real" in page.read_text(encoding="utf-8"):
                store = (
                    at / "store"
                )  # the two READMEs blow for the same matter: what is open in one is not in the other
                make_store(store, real=True)
            left += renew(page, Desk(page, store, at, small=not options.real), real=options.real)
    return 1 if left else 0


def make_store(store: Path, *, real: bool) -> None:
    """A store with the small world, or with the real packs that the README asks."""
    if real:
        code, said = Desk(ROOT / "README.md", store, ROOT, small=False).orgraph(["import", *REAL_PACKS])
        assert code == 0, said
    else:
        make_small_world(store)


def renew(page: Path, desk: Desk, *, real: bool) -> int:
    """Put the answers into one page; returns how many are left for a person."""
    answers: dict[int, list[tuple[str, str]]] = {}
    found: dict[int, Block] = {}
    left = 0
    for block, asked, shown, answer in desk.answers(page, real=real):
        kept = shown if fits(shown, answer) else answer.strip("\n") + "\n"
        if "\n…\n" in f"\n{shown}" and not fits(shown, answer):
            print(f"{page.name}:{block.line}: {asked}\n{answer}", file=sys.stderr)
            kept, left = shown, left + 1
        answers.setdefault(block.start, []).append((asked, kept.rstrip("\n") + "\n" if kept.strip() else ""))
        found[block.start] = block
    text = page.read_text(encoding="utf-8")
    for start in sorted(answers, reverse=True):
        block = found[start]
        text = text[:start] + _body(block, answers[start]) + text[start + len(block.text) :]
    page.write_text(text, encoding="utf-8")
    return left


def _body(block: Block, answers: list[tuple[str, str]]) -> str:
    if block.language == "json":
        return answers[0][1]
    told = iter(answers)
    parts = []
    for command, shown in block.commands():
        said = next(told)[1] if command.startswith("orgraph ") else shown
        parts.append(f"$ {command}\n{said}".rstrip("\n"))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
