"""The gate that every statement passes, from a file or compiled: what no engine plans well, or all alike."""

from __future__ import annotations

import re
from functools import lru_cache

FORBIDDEN = {
    "a path without an upper bound": r"\[[^\]]*\*\s*(\d+\s*(\.\.)?\s*)?\]",
    "a bound that is a parameter": r"[:|]\w+\*[^\]]*\$",
    "a way of many steps that ends at a key, which a planner may begin with": r"\*\d\.\.[^\]]*\]->\(\w*(:\w+)? ?\{",
    "a level or code met on the way, which an index may serve": r"\*\d\.\.[^\]]*\].*\n?WHERE \w+\.(level|code) (=|IN) ",
    "counting where a key would do": r"\bSKIP\b",
    "a label that is added later": r"\bSET\s+\w+:\w",
    "a procedure or a function of one engine": r"\b(apoc|gds|db|algo)\.",
    "a comma that joins everything with everything": r"^MATCH \([a-z]+(:\w+)?\)\s*,\s*\(",
    "shortestPath, which the engines read differently": r"shortestPath|SHORTEST",
    "CALL in transactions": r"IN TRANSACTIONS",
    "elementId or id(), which name nothing outside of one engine": r"\b(elementId|id)\(",
    "a subquery to order by, which one engine seeks in all areas": r"ORDER BY[^\n]*\b(COUNT|COLLECT|EXISTS) ?\{",
    "today, which the clock alone knows": r"\b(date|datetime|timestamp|localdatetime)\(",
    "chance": r"\brand\(|randomUUID",
}
"""What a statement may not hold, by what is wrong with it; see the comment of catalogue/__init__.py on indexes."""


def faults(text: str) -> list[str]:
    """What is wrong with a statement."""
    return [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE | re.MULTILINE)]


@lru_cache(maxsize=512)
def passed(text: str) -> str:
    """The text of a compiled statement. Raises ValueError for one that breaks a rule: a fault of the compiler."""
    if broken := faults(text):
        raise ValueError(f"a compiled statement has {'; '.join(broken)}:\n{text}")
    return text
