"""What whoever handles a matter does first."""

from __future__ import annotations

from orgraph.cli.speech import Speech
from orgraph.domain.guide import Guide


def guide_lines(guide: Guide, speech: Speech, indent: str = "") -> list[str]:
    """A heading and a numbered line a step; nothing where there is no guide."""
    steps = guide(speech.lang)
    lines = [speech("guide"), *(speech("guide-step", number=number, step=one) for number, one in enumerate(steps, 1))]
    return [indent + line for line in lines] if steps else []
