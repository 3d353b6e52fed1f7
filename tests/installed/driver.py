"""
Runs commands of an installed orgraph, one after the other in one process. Not a test; knows nothing of the checkout.

Reads a JSON list of steps {words, keep, fails} from standard input and prints a JSON list of [exit code, output, errors].
`keep` names the task of a JSON answer; {NAME} in later words is its identifier.
"""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

from orgraph import bootstrap
from orgraph.cli.main import run
from orgraph.definitions.definitions import Definitions
from orgraph.settings import Settings

_read = bootstrap.definitions_of


@cache
def _definitions(schema: Path | None, seeds: Path | None, world: str) -> Definitions:
    return _read(Settings(schema_dir=schema, seeds_dir=seeds, world=world))


def main() -> None:
    """Run what is read. Definitions are read once: that is half of the time that a short answer takes."""
    bootstrap.definitions_of = lambda settings: _definitions(settings.schema_dir, settings.seeds_dir, settings.world)
    kept: dict[str, str] = {}
    answers = []
    for step in json.load(sys.stdin):
        words = [kept.get(word, word) for word in step["words"]]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(words)
        if step["keep"] and code == 0:
            kept["{" + step["keep"] + "}"] = json.loads(out.getvalue())["task"]["id"]
        answers.append([code, out.getvalue(), err.getvalue()])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
