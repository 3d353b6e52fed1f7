"""`orgraph task ACTION`: verbs drawn from lifecycles, what an action answers, and a pack's own actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from orgraph.graph.engines.endpoint import Endpoint
from tests.engines.neo4j_jars import CURRENT, LTS, Neo4jServer, Release
from tests.own_life import packs_with_it
from tests.small_world import SMALL

from .conftest import Answer, Names, World, orgraph
from .test_startup import heavy

HEAD, JUSTICE, CENTRE = "township-secretary@990102001000", "qingshi:justice-nanhe", "qingshi:centre-nanhe"


class Own:
    """A store with packs of its own."""

    def __init__(self, store: Path, seeds: Path, server: Endpoint | None = None) -> None:
        self.store, self.seeds, self.server = store, seeds, server

    def __call__(self, *words: str, task: str = "") -> Answer:
        """Run a command over it."""
        return orgraph(*words, "--lang", "en", folder=self.store, seeds=self.seeds, task=task, server=self.server)


@pytest.fixture(scope="module")
def signed(world: World) -> World:
    """The small world with a task that its lead has signed for."""
    whistle = ("--by", HEAD, "--kind", "daily-work", "--category", "contract-dispute", "--text", "各执一词")
    assert world("whistle", "南河社区", *whistle, "--key", "acting", task="acting-task").code == 0
    assert world("task", "sign-in", "acting-task", "--by", JUSTICE, "--key", "acting-1").code == 0
    return world


def test_the_help_of_tasks_lists_the_actions_of_all_lifecycles_by_their_verbs(tmp_path: Path) -> None:
    shipped, own = orgraph("task", "--help").out, orgraph("task", "--help", seeds=packs_with_it(tmp_path)).out

    assert re.search(r"Actions:\n(  .*\n)*  handle .*\bsign-in\b", shipped)
    assert "hand-over" not in shipped
    assert "hand-over" in own and "add-chairs" in own


def test_an_action_has_the_options_of_what_it_carries_and_no_others() -> None:
    assign, sign = orgraph("task", "assign", "--help").out, orgraph("task", "sign-in", "--help").out

    assert all(option in assign for option in ("--unit", "--helper", "--place", "--within", "--text"))
    assert not any(option in sign for option in ("--unit", "--helper", "--proof", "--passed", "--arrival"))
    assert "orgraph task sign-in" in sign and "--text" in sign


@pytest.mark.our_names
def test_help_comes_without_an_engine_and_where_settings_or_lifecycles_are_faulty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = packs_with_it(tmp_path)
    (seeds / "qingshi" / "definitions" / "lifecycles" / "lending.yaml").write_text("lending: [", encoding="utf-8")
    for lifecycle in (
        "",
        "a: 1",
        "- a",
        "a: {actions: [b]}",
        "a: {actions: {b: [c]}}",
        "a: {actions: {b: {carries: 1}}}",
    ):
        (seeds / "qingshi" / "definitions" / "lifecycles" / "other.yaml").write_text(lifecycle, encoding="utf-8")
        answer = orgraph("task", "--help", seeds=seeds)
        assert (answer.code, answer.err) == (0, "") and "sign-in" in answer.out
    monkeypatch.setenv("ORGRAPH_HEAP", "much")
    assert "sign-in" in orgraph("task", "--help").out
    assert "HEAP" in orgraph("task", "sign-in", "any", "--by", JUSTICE).err
    monkeypatch.delenv("ORGRAPH_HEAP")
    assert not heavy("task", "--help") & {"neo4j", "strawberry", "networkx", "orjson"}


def test_an_action_that_there_is_not_is_refused_with_the_nearest() -> None:
    for words in (("sing-in", "acting-task", "--by", JUSTICE), ("sing-in", "--by", JUSTICE, "acting-task")):
        answer = orgraph("task", *words)
        assert answer.code == 2 and "no action 'sing-in'; did you mean sign-in" in answer.err
    assert "did you mean sign-in" in orgraph("task", "签收", "acting-task", "--by", JUSTICE).err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_action_answers_with_what_changed_and_what_is_due_next(
    signed: World, golden: Callable[[str, str], None], lang: str
) -> None:
    """One is repeated, so that the same answer comes in both languages."""
    repeated = signed.text("task", "sign-in", "acting-task", "--by", JUSTICE, "--key", "acting-1", "--lang", lang)

    assert len(repeated.splitlines()) < 12
    golden(f"acted.{lang}", repeated)


def test_what_an_assignment_opened_is_in_its_answer(signed: World) -> None:
    given = ("--unit", CENTRE, "--within", "2 days", "--text", "核实合同")
    said = signed.text("task", "assign", "acting-task", "--by", HEAD, *given, "--lang", "en", task="acting-child")

    assert said.splitlines()[0] == "assign: still in hand"
    below = said.split("Opened:\n")[1].splitlines()[0]
    assert "acting-child" in below and "南河街道综治中心" in below and "to be signed for" in below


def test_a_rating_is_given_whole(signed: World) -> None:
    half = signed("task", "rate", "acting-task", "--by", HEAD, "--unit", JUSTICE, "--arrival", "5")

    assert half.code == 2 and "--attitude、--result" in half.err
    assert "--rating" not in half.err


def test_what_an_action_needs_the_service_says_in_words(signed: World) -> None:
    bare = signed("task", "assign", "acting-task", "--by", HEAD, "--lang", "en")

    assert bare.code == 2
    assert bare.err.splitlines() == [
        "error[action_refused] assign was not done: it must carry unit, text",
        "what to do: add what is missing",
    ]


@pytest.fixture(scope="module")
def own(names: Names, small_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Own:
    """The small world where a pack brings a kind with a life of its own."""
    folder = tmp_path_factory.mktemp("own")
    copytree(small_store, folder / "store")
    own = Own(folder / "store", packs_with_it(folder))
    assert own("upgrade", "--adopt-definitions").code == 0
    return own


OPENED = ("--by", HEAD, "--category", "contract-dispute", "--text", "借三楼会议室")
BIG = ("--room", "大会议室", "--from-when", "2023-08-25T15:00", "--until-when", "2023-08-25T17:00")


def test_a_kind_of_a_pack_lives_by_the_command_line_without_a_line_of_code(own: Own) -> None:
    _lives(own)


@pytest.mark.full
@pytest.mark.parametrize("release", [LTS, CURRENT], ids=["neo4j_5", "neo4j_2026"])
def test_it_lives_by_the_command_line_on_a_server_too(
    release: Release, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Neo4jServer(release, tmp_path_factory.mktemp("server")) as server:
        own = Own(tmp_path / "store", packs_with_it(tmp_path), server.endpoint)
        assert own("import", "qingshi", "wanghai").code == 0
        _lives(own)


def _lives(own: Own) -> None:
    said = ("--caller", "王某 13812345678", "--guests", "甲村", "--guests", "乙村", "--held-at", "南河社区")
    more = ("--invited", JUSTICE, "--host", "township-head", "--matter-of", "合同纠纷", "--seats", "12")
    opened = own("open", "会议室借用", "南河社区", *OPENED, *BIG, *said, *more, task="own-task")
    assert (opened.code, opened.err) == (0, "")
    assert opened.out.startswith("lending of a room: ") and "Task: own-task, asked for" in opened.out
    keeper = JUSTICE

    possible = own("task", "actions", "own-task", "--by", keeper).out
    early = own("task", "give-back", "own-task", "--by", keeper, "--passed", "--text", "完好", "--no-damaged")
    handed = own("task", "hand-over", "own-task", "--by", keeper, "--proof", "照片", "--key-until", "2023-08-26")
    bare = own("task", "give-back", "own-task", "--by", keeper)
    strange = own("task", "sign-in", "own-task", "--by", keeper)
    given = ("--passed", "--text", "收回", "--damaged", "--remarks", "椅子一把，问13812345678")
    back = own("task", "give-back", "own-task", "--by", keeper, *given)
    shown = own("task", "own-task").out

    assert "hand-over   hand over the key" in possible and "the key was never handed over" in possible
    assert "key back by" in possible
    assert early.code == 2 and "the key was never handed over" in early.err
    first, number, then = handed.out.splitlines()[:3]
    assert (first, then) == ("hand over the key: asked for → lent", "Task: own-task, lent")
    assert number.startswith("Number: 河东-2023-")
    assert bare.code == 2 and "must carry result, text, damaged" in bare.err
    assert strange.code == 2 and "hand-over" in strange.err
    assert back.out.splitlines()[0] == "give back: lent → given back damaged"
    assert "Opened by: 南河街道" in shown
    for line in (
        "room: big room",
        "begins: 2023-08-25T15:00+08:00",
        "contact: 王某 138****5678",
        "guests: 甲村, 乙村",
        "units invited: 南河司法所",
        "category of the subject: contract dispute",
        "key back by: 2023-08-26",
        "damaged: yes",
        "remarks: 椅子一把，问138****5678",
    ):
        assert f"\n{line}\n" in shown, line
    assert re.search(r"\nroom: .*\nseats: .*\nbegins: .*\nends: .*\ncontact: .*\nguests: ", shown), "as declared"
    assert "13812345678" not in shown
    for option in ("room=big", "会议室＝大会议室", "room: big room"):
        assert "(room: big room)" in own("tasks", "南河社区", "--field", option).out
    assert own("tasks", "南河社区", "--field", "room=small").out == "No tasks.\n"
    assert "did you mean small" in own("tasks", "南河社区", "--field", "room=smal").err
    assert "write it as field=value" in own("inbox", keeper, "--field", "room").err
    assert "1 task:" in own("tasks", "南河社区", "--field", "room=big", "--counts").out
    assert own("ledger", "verify").code == 0
    assert orgraph("task", "hand-over", "own-task", "--by", keeper, seeds=SMALL).code == 2


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ((), "must carry: room"),
        (("--room", "middle"), "room (room) cannot be 'middle'"),
        (("--room", "big", "--seats", "1"), "seats (seats) is 1"),
        (("--room", "big", "--from-when", "2020-01-01T08:00"), "which has passed"),
        (("--room", "big", "--from-when", "9999-01-01T08:00"), "is in the year 9999"),
        (("--room", "big", "--from-when", "2026-01-01T08:00"), "more than two years from today"),
        (("--room", "big", "--from-when", "morning"), "write it as 2023-08-22T14:00"),
        ((*BIG[:4], "--until-when", "2023-08-25T14:00"), "before from-when, which is 2023-08-25T15:00+08:00"),
        (("--room", "big", *(word for one in "abcd" for word in ("--guests", one))), "has 4"),
        (("--room", "big", "--remarks", "长" * 201), "has 201 characters"),
        (("--room", "big", "--held-at", "南河河"), "南河河"),
        (("--room", "big", "--invited", "司法所所"), "invited (units invited): no organisation '司法所所'"),
        (("--room", "big", "--invited", "qingshi:nobody"), "qingshi:nobody"),
        (("--room", "big", "--host", "king"), "host (who presides): no role 'king'"),
        (("--room", "big", "--matter-of", "合同"), "no category '合同'"),
        (("--room", "big", "--caller", " "), "says nothing"),
        (("--room", "big", "--room", ""), "says nothing"),
    ],
)
def test_what_a_field_cannot_be_is_refused_with_what_it_can(own: Own, said: tuple[str, ...], wrong: str) -> None:
    refused = own("open", "lending", "南河社区", *OPENED, *said)

    assert refused.code == 2 and wrong in refused.err and refused.err.count("error[") == 1


def test_a_field_is_asked_for_by_the_verbs_that_take_it_and_by_no_other(own: Own) -> None:
    opens, gives, whistle = (own(*verb, "--help").out for verb in (("open",), ("task", "give-back"), ("whistle",)))

    assert "--room big|small" in opens and "Room." in opens and "--damaged" not in opens
    assert "--damaged / --no-damaged" in gives and "--room" not in gives
    assert "--room" not in whistle
    other = own("open", "daily-work", "南河社区", *OPENED, "--room", "big")
    assert other.code == 2 and "daily work has no field 'room'" in other.err


def test_the_one_category_of_a_kind_is_its_own_and_no_other_is(own: Own) -> None:
    by, said = ("--by", "township-secretary", "--text", "借三楼会议室"), (*BIG[:2], "--again")
    bare = own("open", "lending", "南河社区", *by, *said, task="own-bare")
    other = own("open", "lending", "南河社区", *by, *said, "--category", "路面塌陷")
    wanted = own("open", "daily-work", "南河社区", *by)

    assert bare.code == 0 and "Matter: contract dispute" in bare.out
    assert "lending of a room is not opened in the category road collapse" in other.err and "contract" in other.err
    assert wanted.code == 2 and "orgraph definitions list categories" in wanted.err
    assert "In the category: contract dispute" in own("definitions", "explain", "lending").out


def test_who_may_not_open_one_is_told_by_the_title_of_its_kind(own: Own) -> None:
    def refused(lang: str, *verb: str) -> str:
        who = ("--by", "grid-lead@99010200100100001", "--category", "合同纠纷", "--text", "借", "--lang", lang)
        said = (*who, *(BIG[:2] if verb[0] == "open" else ()))
        return orgraph(*verb, "南河社区", *said, folder=own.store, seeds=own.seeds).err

    assert "此岗位不能发起“会议室借用”" in refused("zh", "open", "lending")
    assert "this post may not open this (lending of a room)" in refused("en", "open", "lending")
    assert "此岗位不能吹" in refused("zh", "whistle", "--kind", "emergency")


def test_every_clock_that_runs_is_told_and_the_first_is_marked(world: World) -> None:
    file = ("--by", "village-secretary", "--category", "邻里纠纷", "--text", "漏水")
    assert world("report", "990102001001", *file, "--again", "--lang", "en", task="clocks").code == 0
    centre = "qingshi:centre-nanhe"
    admitted = world("task", "accept", "clocks", "--by", centre, "--lang", "en")
    sent = world("task", "dispatch", "clocks", "--by", centre, "--lang", "en")
    clocks = [line.split()[0] for line in sent.out.splitlines() if " limit " in line]
    shown = world("task", "clocks", "--lang", "en").out.split("Deadlines:")[1].split("\n\n")[0]

    assert admitted.code == 0 and "first" not in admitted.out, "one clock is not marked"
    assert clocks == ["sign-in", "contact", "report"] and sent.out.count("  first") == 1
    assert " 24 hours " in sent.out and [line.split()[0] for line in shown.splitlines() if "first" in line] == [
        "sign-in"
    ]


def test_a_field_decides_whether_an_action_is_possible_and_how_long_it_may_take(own: Own) -> None:
    small = own("open", "lending", "南河社区", *OPENED, "--room", "small", "--again", task="own-small")
    no = own("task", "add-chairs", "own-small", "--by", JUSTICE, "--seats", "60")
    wide = own("open", "lending", "南河社区", *OPENED, "--room", "big", "--again", task="own-big")
    added = own("task", "add-chairs", "own-big", "--by", JUSTICE, "--seats", "60")
    strange = own("task", "add-chairs", "own-big", "--by", JUSTICE, "--seats", "many")

    assert (small.code, wide.code, added.code) == (0, 0, 0)
    assert "the small room holds no more" in no.err
    assert "limit 4 hours" in own("task", "own-small").out and "limit 1 hour " in own("task", "own-big").out
    assert "\nseats: 60\n" in own("task", "own-big").out
    assert strange.code == 2


def test_what_was_typed_into_a_field_is_taken_out_for_good(own: Own) -> None:
    own("open", "lending", "南河社区", *OPENED, "--room", "small", "--caller", "王某", "--again", task="own-redacted")
    taken = own("ledger", "redact", "own-redacted", "--event", "1", "--field", "caller", "--reason", "期满")
    shown = own("task", "own-redacted").out

    assert taken.code == 0 and "contact" in taken.out
    assert "contact (taken out)" in shown and "王某" not in shown and "room: small room" in shown
    assert own("ledger", "verify").code == 0


@pytest.mark.full
def test_a_kind_of_a_pack_is_escalated_supervised_replayed_and_backed_up_as_any_other(own: Own, tmp_path: Path) -> None:
    given = ("--room", "big", "--caller", "王某", "--again")
    assert own("open", "lending", "南地社区", *OPENED, *given, task="own-kept").code == 2  # of another city
    assert own("open", "lending", "南河社区", *OPENED, *given, task="own-kept").code == 0
    said = ("--kind", "lending", "--lang", "en")
    worked = orgraph("worker", "--once", folder=own.store, seeds=own.seeds, later=timedelta(hours=2))
    told = own("task", "own-kept").out
    counted = own("supervision", "南河社区", "--from", "2023-08-22", "--to", "2023-08-22").out
    again = own("replay", "--since", "2023-08-22").out
    saved = own("backup", str(tmp_path / "backup.gz"))
    restored = orgraph("restore", tmp_path / "backup.gz", folder=tmp_path / "store", seeds=own.seeds)
    there = orgraph("task", "own-kept", "--lang", "en", folder=tmp_path / "store", seeds=own.seeds)

    assert worked.code == 0 and re.search(r"supervise +escalat.* +河东区综治中心", told), told
    assert "in all" in counted
    assert "differently: 0" in again
    assert (saved.code, restored.code) == (0, 0)
    assert (
        "room: big room" in there.out
        and "contact: 王某" in there.out
        and there.out.split("Events:")[1] == (told.split("Events:")[1])
    )
    assert own("tasks", "南河社区", *said).out.count("own-kept") == 1


def test_what_is_kept_no_longer_is_taken_out_by_a_worker_or_by_hand(own: Own) -> None:
    given = ("--room", "small", "--caller", "李某", "--again")
    assert own("open", "lending", "南河社区", *OPENED, *given, task="own-over").code == 0
    handed = ("--by", JUSTICE, "--key-until", "2023-08-23")
    assert own("task", "hand-over", "own-over", *handed).code == 0
    back = ("--by", JUSTICE, "--passed", "--text", "完好", "--no-damaged")
    assert own("task", "give-back", "own-over", *back).code == 0
    at = {"folder": own.store, "seeds": own.seeds}
    assert "李某" in own("task", "own-over").out

    worked = orgraph("worker", "--once", "--lang", "en", **at, later=timedelta(days=31))  # type: ignore[arg-type]
    by_hand = orgraph("ledger", "expire", "--lang", "en", **at, later=timedelta(days=31))  # type: ignore[arg-type]
    shown = own("task", "own-over").out

    assert "something was taken out that is kept no longer: " in worked.out
    assert by_hand.out == "Events from which something was taken out that is kept no longer: 0\n"
    assert "contact (taken out)" in shown and "李某" not in shown and "借三楼会议室" in shown
    assert re.search(r"call +opened ", shown) and "event 1: the time for which it is kept is over (30 d)" in shown
    zh = orgraph("task", "own-over", "--lang", "zh", **at).out  # type: ignore[arg-type]
    assert re.search(r"呼 +立案 ", zh) and "联系电话：保存期满(30天)" in zh
    assert own("ledger", "verify").code == 0
