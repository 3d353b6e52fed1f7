"""Guides (处置指南) in the task: what a grid worker reads of a flooded road, and who is told what is not for mediation."""

from __future__ import annotations

import shutil
from pathlib import Path

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import Acted, ActionRequest
from orgraph.domain.guide import NO_GUIDE
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import PACKS, ROOT, TESTER, under
from .cases import KEYS, STREET, Case, reported

WORKER, SECRETARY, JUSTICE = (
    "grid-worker@990102001001001",
    "township-secretary@990102001000",
    "qingshi:justice-nanhe",
)
BUILDING = "990102001001001"


async def acted(case: Case, action: str, by: str, **said: str) -> Acted:
    version = (await case.services.tasks.task(TESTER, case.task.id)).task.version
    request = ActionRequest(case.task.id, action, by, f"guide-{next(KEYS)}", version, **said)  # type: ignore[arg-type]
    return await case.services.actions.act(TESTER, request)


async def test_a_grid_worker_reads_in_the_task_what_to_do_until_it_ends(services: Services, clock: FixedClock) -> None:
    matter = Whistle(BUILDING, WORKER, "", "道路积水", f"guide-{next(KEYS)}", "桥洞积水")
    opened = await services.dispatch.report(TESTER, matter)
    case = Case(services, opened.task)

    assert any("不自行掀开井盖" in step for step in opened.guide("zh"))
    assert any("Do not lift covers" in step for step in opened.guide("en"))
    assert (await services.tasks.task(TESTER, opened.task.id)).guide == opened.guide
    assert (await services.dispatch.report(TESTER, matter)).guide == opened.guide, "who asks again sees it again"

    refused = await acted(case, "refuse-admission", STREET, text="已由排水单位处置")
    assert (refused.before, refused.after, refused.guide) == ("reported", "refused", NO_GUIDE)
    assert (await services.tasks.task(TESTER, opened.task.id)).guide == NO_GUIDE, "nothing is to be done any more"


async def test_a_dispute_that_is_not_for_mediation_is_referred_with_the_words_that_a_victim_needs(
    services: Services, clock: FixedClock
) -> None:
    """What to look for stands first in the task, once; the referral is answered with whom to call, and keeps it."""
    asked = Whistle(BUILDING, SECRETARY, "mediation", "婚姻家庭纠纷", f"guide-{next(KEYS)}", "争吵", channel="申请")
    opened = await services.dispatch.open(TESTER, asked)
    case = Case(services, opened.task)
    first, *rest = opened.guide("zh")

    assert first.startswith("疑似家庭暴力、侵害未成年人或犯罪的不作调解：拨打110") and first not in rest
    assert sum("人身安全保护令" in step for step in opened.guide("zh")) == 1

    referred = await acted(case, "refer", JUSTICE, text="疑似家庭暴力")
    shown = await services.tasks.task(TESTER, case.task.id)
    assert (referred.after, shown.guide) == ("referred", referred.guide)
    for lang in ("zh", "en"):
        said = " ".join(referred.guide(lang))
        assert all(word in said for word in ("110", "公安", "人身安全保护令"))
    assert await faults_of(services.store) == []


async def test_what_does_not_change_the_state_repeats_no_guide(services: Services, clock: FixedClock) -> None:
    asked = Whistle(BUILDING, SECRETARY, "mediation", "邻里纠纷", f"guide-{next(KEYS)}", "漏水", channel="申请")
    case = Case(services, (await services.dispatch.open(TESTER, asked)).task)

    assert (await acted(case, "remark", SECRETARY, text="已联系")).guide == NO_GUIDE
    assert (await acted(case, "accept-mediation", JUSTICE)).guide != NO_GUIDE


async def test_a_task_shows_the_guide_of_the_day_on_which_it_is_read(
    services: Services, clock: FixedClock, tmp_path: Path
) -> None:
    """A guide that was put right helps who acts now, also on what was opened before; a city's own holds in the city."""
    case = await reported(services, "道路积水", BUILDING)
    schema = Path(shutil.copytree(ROOT / "schema", tmp_path / "schema"))
    own = tmp_path / "own" / "definitions"
    own.mkdir(parents=True)
    own.joinpath("categories.yaml").write_text(
        "road-flooding:\n  under: '990102000000'\n  title: {zh: 道路积水, en: flooded road}\n  parent: sudden-event\n"
        "  guide: {zh: [报河东泵站], en: [call the pumps of 河东]}\n",
        encoding="utf-8",
    )
    later = under(services, load_definitions(schema, [*PACKS, own.parent]))
    shown = await later.tasks.task(TESTER, case.task.id)

    assert shown.guide("zh") == ("报河东泵站",)
    assert (await services.tasks.task(TESTER, case.task.id)).guide != shown.guide
    text = (schema / "categories.yaml").read_text(encoding="utf-8").replace("\nroad-flooding:", "\nroad-water:")
    (schema / "categories.yaml").write_text(text, encoding="utf-8")
    gone = await under(services, load_definitions(schema, PACKS)).tasks.task(TESTER, case.task.id)
    assert gone.guide == NO_GUIDE, "a category that is gone leaves the task readable"
