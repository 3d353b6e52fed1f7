"""What whoever handles a matter does first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guide:
    """What a handler does first, step by step, in both languages; as many steps in one as in the other."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __call__(self, lang: str) -> tuple[str, ...]:
        """The steps in `lang`: en, or Chinese for anything else."""
        return self.en if lang == "en" else self.zh

    def then(self, other: Guide) -> Guide:
        """These steps and then those of `other`; what both say is said once."""
        steps = tuple(dict.fromkeys((*zip(self.zh, self.en, strict=True), *zip(other.zh, other.en, strict=True))))
        return Guide(tuple(zh for zh, _ in steps), tuple(en for _, en in steps))


NO_GUIDE = Guide()
"""Nothing to be done first."""
