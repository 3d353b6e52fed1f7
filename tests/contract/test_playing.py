"""A scenario plays on a server as it does on the embedded engine, which tests/cli/test_cities.py asks."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.cities import cities, city_named
from orgraph.cli.common import Session
from orgraph.cli.demo import perform
from orgraph.cli.main import _verbs
from orgraph.seeding.scripts import SCENARIO
from orgraph.settings import shipped_words
from tests.conftest import ENGINES
from tests.small_world import SMALL

SERVERS = [one for one in ENGINES if str(one.values[0]).startswith("neo4j")]
CLOCK = """  - after: 1 day
    title: {zh: 到场时限已过，督办, en: "Nobody has come in time, so the clock acts"}
    command: [worker, --once]
"""


@pytest.mark.full
@pytest.mark.parametrize("engine", SERVERS, indirect=True)
def test_the_scenario_of_the_small_world_plays_on_a_server(
    engine: str,
    services: Services,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = request.getfixturevalue(engine).endpoint
    seeds = Path(copytree(SMALL, tmp_path / "seeds"))
    (seeds / "qingshi" / "figures.yaml").unlink()
    scenario = seeds / "qingshi" / SCENARIO
    text = scenario.read_text(encoding="utf-8")
    assert CLOCK in text
    scenario.write_text(text.replace(CLOCK, ""), encoding="utf-8")  # the clock would act on what other tests have open
    given = {"store": server.url, "store_password": server.password, "seeds_dir": seeds, "lang": "en"}

    tally = perform(
        _verbs(), Session({**given, "actor": "player"}), shipped_words("en"), city_named("青石", cities(seeds))
    )

    assert (tally.held, tally.asked) == (10, 10), capsys.readouterr().out
