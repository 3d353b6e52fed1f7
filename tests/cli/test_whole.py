"""Verbs that do something whole: the demo, a pack of one's own, a backup, the service."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from shutil import copytree

from tests.small_world import ROOT, SMALL

from .conftest import World, orgraph

DEMO = """
packs: [qingshi, wanghai, not-there]
steps:
  - title: {zh: 谁负责, en: "Who covers this?"}
    command: [who-covers, 南河社区, --on, "2023-08-22"]
  - title: {zh: 该谁来, en: "Who must come?"}
    command:
      [whistle, 南河社区, --by, township-secretary, --kind, emergency, --category, 路面塌陷, --text, 塌 陷, --again,
       --key, demo]
"""


def test_the_demo_asks_what_its_script_says_and_ends(world: World, tmp_path: Path) -> None:
    seeds = copytree(SMALL, tmp_path / "seeds")
    (seeds / "demo.yaml").write_text(DEMO, encoding="utf-8")
    first, again = (orgraph("demo", "--once", "--lang", "en", folder=world.folder, seeds=seeds) for _ in range(2))

    assert (first.code, first.err) == (0, "")
    assert "$ orgraph import qingshi wanghai\n" in first.out
    assert "nothing to write" in first.out
    assert "Who covers this?\n$ orgraph who-covers 南河社区 --on 2023-08-22\nWho covers 望海省*" in first.out
    assert "--text '塌 陷' --again --key demo\n" in first.out
    assert "The same task as before" in again.out
    assert "The same task as before" not in first.out


def test_a_demo_without_a_script_says_so(world: World, tmp_path: Path) -> None:
    answer = orgraph("demo", "--once", folder=world.folder, seeds=tmp_path)

    assert answer.code == 2
    assert "demo.yaml" in answer.err


def test_a_world_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    answer = orgraph("who-covers", "南河社区", "--world", "no-such", folder=tmp_path, seeds=None)

    assert answer.code == 2
    assert "没有名为“no-such”的示例世界" in answer.err and "small" in answer.err


def test_a_world_has_a_store_and_a_day_of_its_own(tmp_path: Path) -> None:
    from orgraph.bootstrap import clock_of
    from orgraph.settings import Settings

    settings = Settings(world="small", folder=tmp_path / "store")
    assert settings.store_folder == tmp_path / "store-small"
    assert clock_of(settings).now().isoformat() == "2023-08-22T10:00:00+08:00"
    assert clock_of(Settings()).now().year > 2023


def test_the_demo_that_is_shipped_asks_only_what_there_is() -> None:
    from orgraph.seeding.scripts import read_script

    script = read_script(ROOT / "seeds" / "demo.yaml")
    assert script.now is None
    assert {"liaoning", "dandong", "benxi", "huludao"} == set(script.packs)
    assert all((ROOT / "seeds" / pack / "pack.yaml").is_file() for pack in script.packs)
    assert {ask.command[0] for ask in script.steps} == {"who-covers", "whistle", "audit"}


def test_a_new_pack_offers_its_places_and_loads_as_it_is(world: World, tmp_path: Path) -> None:
    said = world.text("pack", "new", "--under", "青石市/榆岭满族自治县", tmp_path / "yuling")
    places = (tmp_path / "yuling" / "reference" / "places.csv").read_text(encoding="utf-8-sig")

    assert "pack.yaml" in said
    assert "postings-to-fill.csv" in said
    assert "990121000000" in places
    assert world("pack", "new", "--under", "青石市", tmp_path / "yuling").code == 2


def test_a_backup_is_counted_and_a_full_store_takes_none(world: World, tmp_path: Path) -> None:
    file = tmp_path / "all.ndjson"

    assert str(file) in world.text("backup", file)
    assert world("restore", file).code == 2
    assert world("backup", file).code == 2
    assert world.text("upgrade") == "已是最新，无需处理。\n"


def test_the_service_says_where_it_is_and_ends_on_ctrl_c(world: World) -> None:
    given = {
        "ORGRAPH_FOLDER": str(world.folder),
        "ORGRAPH_SEEDS_DIR": str(SMALL),
        "ORGRAPH_LINGER": "5",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    words = [sys.executable, "-m", "orgraph.cli.main", "serve", "--port", "0", "--lang", "en"]
    with subprocess.Popen(
        words, cwd=ROOT, env=os.environ | given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        address = line.split()[2]
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        hint, end = process.stdout.read().splitlines()

    assert process.returncode == 0
    assert hint.endswith(f"GraphQL {address}/graphql")
    assert end == "Stopped."


def test_a_plan_is_shown_whole_and_written_to_a_file(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "whole"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        'pack: whole\ntitle: {zh: 全, en: Whole}\nroot: "990121102000"\nmode: snapshot\nas_of: 2023-08-22\n'
        "reference_date: 2023-08-22\nrequires: [wanghai]\n",
        encoding="utf-8",
    )
    rows = "".join(f"whole:u{number},第{number}派出所,公安\n" for number in range(30))
    (folder / "organisations.csv").write_text(f"code,name,kind\n{rows}", encoding="utf-8")
    out = tmp_path / "plan.csv"
    shown = world("import", folder, "--dry-run", "--all", "--out", out, "--lang", "en")
    assert shown.code == 0 and "Wrote the 30 rows of the plan" in shown.out
    assert all(f"第{number}派出所 whole:u{number} " in shown.out + " " for number in range(30))
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 31
    refused = world("import", folder, "--dry-run", "--out", tmp_path / "plan.doc", "--lang", "en")
    assert refused.code == 2 and ".csv or .xlsx" in refused.err


def test_a_dry_run_says_what_the_import_would_be_refused_for(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "ends"
    folder.mkdir()
    (folder / "pack.yaml").write_text("pack: wanghai\nmode: changes\nas_of: 2023-09-01\n", encoding="utf-8")
    (folder / "areas.csv").write_text("change,code\nend,990102002001\n", encoding="utf-8")
    words = ("import", folder, "--dry-run", "--lang", "en")
    shown = world(*words)
    assert shown.code == 0 and "The import itself would be refused: " in shown.out
    number = re.search(r"what to do: .*--accept-hanging (\d+)$", shown.out, re.MULTILINE)
    assert number
    assert "would be refused" not in world(*words, "--accept-hanging", number[1]).out
    assert "would be refused" in world(*words, "--accept-hanging", str(int(number[1]) + 1)).out
    for whole in ((), ("--all",)):  # one order: what ends, then what hangs on it
        lines = world(*words, *whole).out.splitlines()
        assert line_of(lines, "ended", "北塔社区居委会") < line_of(lines, "On what ends here hang")


def line_of(lines: list[str], *words: str) -> int:
    """The first line that has all of `words`."""
    return next(at for at, line in enumerate(lines) if all(word in line for word in words))
