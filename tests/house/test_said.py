"""What code says by a code is worded in both languages, with the same values; and nothing is worded that no code says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from orgraph.definitions.wording import Phrase, read_phrases

from ..small_world import ROOT

FILES = sorted((ROOT / "schema" / "wording").glob("*.yaml"))
PHRASES: dict[str, Phrase] = {key: one for key, one in read_phrases(*FILES).items() if isinstance(one, Phrase)}


def sayings() -> Iterator[tuple[str, str, set[str]]]:
    """Each call of said() in the program: where, its code, the names of its values ('*' where they are handed on)."""
    for path in sorted((ROOT / "orgraph").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "from orgraph.domain.said import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                at = f"{path.relative_to(ROOT)}:{node.lineno}"
                first = node.args[0] if node.args else None
                code = first.value if isinstance(first, ast.Constant) else ""
                yield at, str(code), {keyword.arg or "*" for keyword in node.keywords}


def braces(text: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_each_code_is_worded_with_its_values() -> None:
    wrong = []
    for at, code, names in sayings():
        phrase = PHRASES.get(code)
        if phrase is None:
            wrong.append(f"{at}: {code or 'a code that is not written out'} has no words")
        elif "*" not in names and (asked := braces(phrase.zh) | braces(phrase.en) | braces(phrase.run)) - names:
            wrong.append(f"{at}: {code} needs {', '.join(sorted(asked - names))}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_worded_that_no_code_says() -> None:
    assert set(PHRASES) <= {code for _, code, _ in sayings()}


def test_no_key_stands_in_two_files() -> None:
    assert sum(len(read_phrases(file)) for file in FILES) == len(PHRASES)


@pytest.mark.parametrize("file", FILES, ids=lambda path: Path(str(path)).stem)
def test_both_languages_say_something_and_no_command(file: Path) -> None:
    for key, phrase in read_phrases(file).items():
        assert phrase.zh.strip() and phrase.en.strip(), key
        assert "orgraph " not in phrase.zh + phrase.en and " --" not in phrase.zh + phrase.en, f"{key}: say it in run"
