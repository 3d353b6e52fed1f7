"""Which area a text means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import yaml

from .world import World


class Names(World):
    """Areas by what people call them."""

    @cached_property
    def _endings(self) -> dict[str, dict[str, str]]:
        levels = yaml.safe_load((self._schema / "levels.yaml").read_text(encoding="utf-8"))
        return {key: level.get("endings", {}) for key, level in levels.items()}

    def _shorter(self, name: str, level: str) -> str:
        for ending, rest in self._endings[level].items():
            if name.endswith(ending) and len(name) - len(ending) + len(rest) >= 2:
                return name[: len(name) - len(ending)] + rest
        return name

    def _spoken(self, name: str, level: str) -> list[str]:
        """A name and what is left of it, ending by ending."""
        forms = [name]
        while (shorter := self._shorter(forms[-1], level)) not in forms:
            forms.append(shorter)
        return forms

    def _called(self, code: str, text: str) -> bool:
        """Its name, or less of it, or another body's ending (three characters or more) in the place of its own."""
        node = self.graph.nodes[code]
        mine = self._spoken(node["name"], node["level"])
        endings = self._endings[node["level"]].items()
        bodies = [text[: -len(ending)] + rest for ending, rest in endings if len(ending) > 2 and text.endswith(ending)]
        return bool({text, *bodies[:1]} & set(mine))

    def named(self, text: str, among: Sequence[str]) -> set[str]:
        """Areas among some that a name means; those called exactly so before others."""
        found = {code for code in among if self._called(code, text)}
        return {code for code in found if self.graph.nodes[code]["name"] == text} or found

    def place(self, text: str, on: str) -> set[str]:
        """Every area that a text may mean."""
        areas = self.all_areas(on)
        if text.startswith("mca:"):
            return {code for code in areas if self.graph.nodes[code].get("mca") == text[4:]}
        if text in areas:
            return {text}
        if "/" in text:
            return self._along(text.strip("/").split("/"), on)
        return self.named(text, areas) or {
            code for code in areas if text in (self.graph.nodes[code].get("aliases") or "").split(";")
        }

    def _along(self, segments: Sequence[str], on: str) -> set[str]:
        """Down a path on which levels may be left out, up to three levels a step."""
        found = self.place(segments[0], on)
        for segment in segments[1:]:
            near = {code for code in self.all_areas(on) if set(self.chain(code, on)[1:4]) & found}
            found = self.named(segment, sorted(near))
        return found
