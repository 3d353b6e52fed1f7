"""Chance without a state: what is drawn for a text depends on the text alone, on every machine and Python."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from orgraph.domain.said import Said, said


class Unshareable(ValueError):
    """A total cannot be shared out; `why` says so."""

    def __init__(self, why: Said) -> None:
        super().__init__(str(why))
        self.why = why


def draw(text: str) -> int:
    """A whole number below 2**64, spread evenly over texts."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def draw_between(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + draw(text) % (high - low + 1)


def distribute(total: int, weights: Mapping[str, int], at_least: int = 0) -> dict[str, int]:
    """
    `total` over the keys of `weights`: `at_least` each, the rest by weight with the largest remainders.

    The sum is exact and the order of the keys does not matter. Raises Unshareable where it cannot be done.
    """
    spare, whole = total - at_least * len(weights), sum(weights.values())
    if spare < 0:
        raise Unshareable(said("too-few-to-share", total=total, least=at_least, places=len(weights)))
    if spare and not whole:
        raise Unshareable(said("nowhere-to-go", spare=spare))
    shares = {key: at_least + (spare * weight // whole if whole else 0) for key, weight in weights.items()}
    left = total - sum(shares.values())
    order = sorted(weights, key=lambda key: (-(spare * weights[key] % whole if whole else 0), draw(key), key))
    for key in order[:left]:
        shares[key] += 1
    return shares
