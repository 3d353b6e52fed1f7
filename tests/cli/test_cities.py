"""orgraph demo --city: the list, which city a word means, what is played and held, and what is refused."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree

import pytest

from orgraph.cli.cities import cities, city_named
from orgraph.cli.common import Session
from orgraph.cli.main import _verbs
from orgraph.cli.parsed import problem_with
from orgraph.domain.errors import InvalidInput, StoreBusy
from orgraph.graph.engines.renewed import renewed_store
from orgraph.seeding.scripts import SCENARIO, SCRIPT, read_scenario, read_script
from tests.said import in_english
from tests.small_world import ROOT, SMALL

from .conftest import Answer, orgraph

SEEDS = ROOT / "seeds"
SCENARIOS = sorted(SEEDS.rglob(SCENARIO))
pytestmark = pytest.mark.our_names


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The small world's packs without the figure that does not hold on purpose."""
    copy = Path(copytree(SMALL, tmp_path / "seeds"))
    (copy / "qingshi" / "figures.yaml").unlink()
    return copy


def played(seeds: Path, tmp_path: Path, *more: str) -> Answer:
    """The city of the small world, played."""
    return orgraph("demo", "--city", "青石", "--once", *more, folder=tmp_path / "store", seeds=seeds)


def test_a_city_is_played_and_every_expectation_holds(seeds: Path, tmp_path: Path) -> None:
    answer = played(seeds, tmp_path, "--lang", "en")

    assert (answer.code, answer.err) == (0, "")
    assert "Demonstration data" in answer.out and "$ orgraph import wanghai qingshi\n" in answer.out
    assert "[2023-08-22 10:10] The justice office signs in\n$ orgraph task sign-in key:qingshi-dispute" in answer.out
    assert "error[action_refused]" in answer.out
    assert "  ✓ it is in hand\n" in answer.out and "✗" not in answer.out
    assert "all 10 expectations held" in answer.out


@pytest.mark.full
def test_it_is_made_anew_each_time(seeds: Path, tmp_path: Path) -> None:
    first, again = played(seeds, tmp_path), played(seeds, tmp_path)

    assert first.code == again.code == 0
    assert re.findall(r"✓ .*", first.out) == re.findall(r"✓ .*", again.out)
    assert "-000001" in again.out and "-000002" not in again.out

    store = tmp_path / "store-demo-qingshi" / "store"  # what an expectation sees is what --json prints
    shown = orgraph("task", "key:qingshi-dispute", "--json", folder=store, seeds=seeds)
    assert json.loads(shown.out)["task"]["state"] == "verified"


def test_what_does_not_hold_is_told_with_what_came_out_and_the_code_says_so(seeds: Path, tmp_path: Path) -> None:
    scenario = seeds / "qingshi" / SCENARIO
    text = scenario.read_text(encoding="utf-8")
    text = text.replace('is: "qingshi:justice-nanhe"', 'is: "qingshi:police"').replace("of: after", "of: aftre", 1)
    text = text.replace("of: after, is: withdrawn", "of: after, is: gone")
    scenario.write_text(text.replace("refused: action_refused", "refused: not_entitled"), encoding="utf-8")
    answer = played(seeds, tmp_path, "--lang", "en")

    assert answer.code == 1
    assert (
        "✗ the justice office leads; lead.organisation.code: wanted qingshi:police, found: qingshi:justice-nanhe"
        in (answer.out)
    )
    assert "✗ it is in hand; aftre: wanted in-hand, found: the answer has no aftre, but after" in answer.out
    assert "✗ must be refused (not_entitled); but: action_refused" in answer.out
    assert answer.out.count("✗ withdrawn; after: wanted gone, found: withdrawn") == 2, "in either round"
    assert "5 of 10 expectations held" in answer.out


@pytest.mark.full
def test_a_figure_that_does_not_hold_is_one_of_them(tmp_path: Path) -> None:
    answer = played(SMALL, tmp_path)

    assert answer.code == 1
    assert "✗ 公布数字：可计的 5 项中 4 项相符" in answer.out
    assert "15 项预期中符合 14 项" in answer.out


@pytest.mark.full
def test_a_command_that_fails_ends_it(seeds: Path, tmp_path: Path) -> None:
    scenario = seeds / "qingshi" / SCENARIO
    text = scenario.read_text(encoding="utf-8").replace("[who-covers, 南河社区,", "[who-covers, 没有的社区,")
    scenario.write_text(text, encoding="utf-8")
    answer = played(seeds, tmp_path)

    assert answer.code == 2
    assert "unknown_place" in answer.err
    assert "演示中止" in answer.out and "吹哨人核查" not in answer.out


@pytest.mark.full
def test_a_command_that_fails_in_one_of_several_rounds_ends_it_and_is_told(seeds: Path, tmp_path: Path) -> None:
    scenario = seeds / "qingshi" / SCENARIO
    text = scenario.read_text(encoding="utf-8").replace("as: quarrel", "as: other").replace("{quarrel}", "{dispute}")
    scenario.write_text(text, encoding="utf-8")
    answer = played(seeds, tmp_path, "--lang", "en")

    assert answer.code not in (0, 1)
    assert "It is withdrawn" in answer.out and "this task has no action 'withdraw'" in answer.err
    assert "done 2 times" not in answer.out and "Stopped: the command above failed" in answer.out


def test_what_is_played_several_times_is_told_once(seeds: Path, tmp_path: Path) -> None:
    answer = played(seeds, tmp_path)

    assert (
        "每周一件邻里纠纷，自行和解(以下各步共做 2 遍，最后一遍自 2023-08-31 起；只列命令)\n登记申请\n$ orgraph open"
        in answer.out
    )
    assert answer.out.count("--key qingshi-quarrel-1") == 1 and "qingshi-quarrel-2" not in answer.out
    assert "✓ 2 遍均已完成" in answer.out


def test_faults_of_a_scenario_are_told_before_anything_is_loaded(seeds: Path, tmp_path: Path) -> None:
    scenario = seeds / "qingshi" / SCENARIO
    text = scenario.read_text(encoding="utf-8")
    text = (
        text.replace("[worker, --once]", "[worker]")
        .replace("[who-covers,", "[who-cover,")
        .replace("    as:", "    ass:")
    )
    scenario.write_text(text.replace("--passed", "--pased"), encoding="utf-8")
    english, chinese = (played(seeds, tmp_path, "--lang", lang) for lang in ("en", "zh"))

    assert english.code == chinese.code == 2
    assert "import" not in english.out
    for part in ("who-cover", "who-covers", "worker does not end", "unknown key 'ass'", "--pased", "--passed"):
        assert part in english.err, part
    assert "worker”不会自行结束" in chinese.err


def test_the_list_says_what_each_shows_and_which_play() -> None:
    chinese, english = (orgraph("demo", "--city", "--lang", lang, seeds=SEEDS) for lang in ("zh", "en"))

    assert chinese.code == english.code == 0
    assert len(chinese.out.splitlines()) == 16
    assert re.search(r"^  本溪市 +benxi +可演示 +\S", chinese.out, re.MULTILINE)
    assert re.search(r"^  Chaoyang +chaoyang +not yet +\S", english.out, re.MULTILINE)
    assert orgraph("demo", "--city", "--once", "--lang", "en", seeds=SEEDS).out == english.out


@pytest.mark.parametrize("word", ["benxi", "BENXI", "Benxi", "本溪", "本溪市", "Ben", "本"])
def test_a_city_is_known_by_its_key_and_by_its_names(word: str) -> None:
    assert city_named(word, cities(SEEDS)).key == "benxi"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("沈扬", "Shenyang"),
        ("bexni", "Benxi"),
        ("", "Anshan"),
        ("b", "Anshan"),
        ("锦州", "Jinzhou cannot be played yet"),
    ],
)
def test_a_word_that_means_none_is_refused_with_what_is_near(word: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        city_named(word, cities(SEEDS))

    assert told in f"{in_english(refused.value.message)} {in_english(refused.value.remedy or refused.value.message)}"


def test_what_is_near_nothing_is_answered_with_all_that_there_are() -> None:
    with pytest.raises(InvalidInput) as refused:
        city_named("atlantis", cities(SEEDS))
    remedy = in_english(refused.value.remedy or refused.value.message)
    assert all(one.title.en in remedy for one in cities(SEEDS))


def test_another_store_is_refused(seeds: Path, tmp_path: Path) -> None:
    answer = played(seeds, tmp_path, "--store", "bolt://127.0.0.1:1", "--lang", "en")

    assert answer.code == 2
    assert "a city is played in a store of its own, not in bolt://127.0.0.1:1" in answer.err


@pytest.mark.full
def test_two_at_once_and_a_folder_of_somebody_else_are_refused_in_a_sentence(seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store-demo-qingshi"
    with renewed_store(folder), pytest.raises(StoreBusy), renewed_store(folder):
        pass
    with renewed_store(folder):
        answer = played(seeds, tmp_path, "--lang", "en")
    assert answer.code == 2 and "another terminal is using this demonstration" in answer.err
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput), renewed_store(other):
        pass
    assert (other / "letter.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.full
def test_ctrl_c_is_quiet_and_the_next_run_plays(seeds: Path, tmp_path: Path) -> None:
    given = {
        "ORGRAPH_FOLDER": str(tmp_path / "store"),
        "ORGRAPH_SEEDS_DIR": str(seeds),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    words = [sys.executable, "-m", "orgraph.cli.main", "demo", "--city", "qingshi", "--once", "--lang", "en"]
    with subprocess.Popen(
        words, cwd=tmp_path, env=os.environ | given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        while "Published" not in (line := process.stdout.readline()) and "[2023" not in line:
            assert line or process.poll() is None
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert process.returncode == 130, out + err
    assert err.split() == ["Interrupted."]
    assert "Stopped" not in out and "Traceback" not in out
    assert played(seeds, tmp_path).code == 0


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: Path(str(path)).parent.name)
def test_every_shipped_scenario_is_readable_and_its_verbs_exist(path: Path) -> None:
    world = path.parent.parent
    session = Session({"seeds_dir": world, "lang": "en"})
    script = read_scenario(path, lambda command: problem_with(_verbs(), command, session))

    assert script.steps and script.title.zh and script.shows.en
    assert any(step.expects for step in script.steps)
    assert (path.parent / "pack.yaml").is_file()


def test_a_city_says_what_it_shows_in_one_place() -> None:
    for city in read_script(SEEDS / SCRIPT).cities:
        assert bool(city.shows.zh) != (SEEDS / city.key / SCENARIO).is_file(), city.key


def test_the_cities_are_those_of_the_province() -> None:
    rows = (SEEDS / "liaoning" / "areas.csv").read_text(encoding="utf-8").splitlines()
    real = {row.split(",")[0]: row.split(",")[1] for row in rows if ",city," in row}
    listed = cities(SEEDS)

    assert [one.title.zh for one in listed] == list(real.values())
    for one in listed:
        if one.folder:
            root = re.search(r'^root: "?(\d+)', (one.folder / "pack.yaml").read_text(encoding="utf-8"), re.MULTILINE)
            assert root and real[root[1]] == one.title.zh
