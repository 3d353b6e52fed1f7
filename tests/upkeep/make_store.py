"""
Writes a small store, lived in, as a backup: what migrations of later versions are tested on.

`python -m tests.upkeep.make_store tests/upkeep/format-N` writes format-N.ndjson.gz, and format-N.json with what this version
answers about it. Run it with the version whose format is wanted: see README.md beside it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orgraph.bootstrap import Services, assemble
from orgraph.cli.as_json import plain
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.task import Task
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Meeting, Whistle
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.settings import Settings

from ..clock import FixedClock
from ..small_world import PACKS, ROOT, SMALL, TESTER, import_packs

HEAD, SECRETARY = "township-head@990102001000", "township-secretary@990102001000"
HOUSING, POLICE, URBAN = "qingshi:housing-hedong", "qingshi:police-hedong", "qingshi:urban-hedong"
STREET, DISTRICT, CITY, BUREAU = (
    "qingshi:centre-nanhe",
    "qingshi:centre-hedong",
    "qingshi:centre",
    "qingshi:housing",
)
PLACE = "990102001001"


CHANGES = {
    "pack.yaml": """pack: wanghai
title: {zh: 望海省区划变更(虚构), en: A change of names}
synthetic: true
mode: changes
as_of: 2023-07-01
since: 2023-07-01
requires: []
""",
    "areas.csv": "change,code,name\nchange,990102002200,东新村村委会\n",
    "organisations.csv": "change,code,name\nchange,wanghai:centre,望海省社会治理中心\n",
}
"""A folder of changes: a village and a unit have got other names."""

TARGETS = """hotline:
  url: https://hotline.example.org/orgraph
  secret: whsec_bm90LWEtc2VjcmV0LWJ1dC1hbi1leGFtcGxl
  events: [called, submit]
"""
"""Who is told of events, and never answers."""


class Life:
    """Whistles and actions in few words; keys count up."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._keys = count(1)

    async def blow(self, kind: str, category: str, text: str, by: str = HEAD, **said: Any) -> Task:
        """A whistle at 南河社区."""
        whistle = Whistle(PLACE, by, kind, category, f"whistle-{next(self._keys)}", text, **said)
        return (await self.services.dispatch.blow(TESTER, whistle)).task

    async def do(self, task: Task, action: str, by: str, **said: Any) -> Task:
        """An action at the version that the task has now."""
        now = (await self.services.tasks.task(TESTER, task.id)).task
        request = ActionRequest(task.id, action, by, f"act-{next(self._keys)}", now.version, **said)
        return (await self.services.actions.act(TESTER, request)).task

    async def quiet(self) -> None:
        """All that is due is done."""
        while await self.services.escalation.turn():
            pass


async def live(services: Services, clock: FixedClock) -> None:
    """Some weeks: a task to its end and rated, a joint one with children, a quarrel, a merge, a matter, redactions."""
    life = Life(services)
    meeting = Meeting(datetime(2023, 8, 22, 14, tzinfo=CHINA), "南河街道会议室，联系13912345678")
    joint = await life.blow(
        "joint-enforcement",
        "路面塌陷",
        "桥头塌了，报料人电话13812345678",
        SECRETARY,
        basis="街道办事处条例第九条，李四来函",
        departments=(HOUSING, POLICE),
        meeting=meeting,
        channel="12345热线 来电人王五",
    )
    urgent = await life.blow("emergency", "路面塌陷", "3号楼前塌陷", channel="巡查")
    await life.do(urgent, "sign-in", HOUSING)
    await life.do(joint, "sign-in", HOUSING)
    await life.do(joint, "acknowledge", POLICE)
    clock.move_by(timedelta(hours=4))
    await life.do(joint, "arrive", SECRETARY, unit=HOUSING, when=datetime(2023, 8, 22, 13, 50, tzinfo=CHINA))
    await life.do(joint, "assign", SECRETARY, unit=HOUSING, helpers=(URBAN,), limit="3 days", text="修复路面")
    await life.do(joint, "assign", SECRETARY, unit=POLICE, limit="1 days", text="疏导交通，张三负责")
    await life.quiet()  # contact of the emergency has passed
    await life.do(urgent, "arrive", HEAD, unit=HOUSING)
    await life.do(urgent, "ask-extension", HOUSING, extension="2 working days", text="雨天无法施工")
    await life.do(urgent, "grant-extension", BUREAU)
    await life.do(urgent, "submit", HOUSING, text="已回填", proof=("张三13812345678签字.jpg", "photo-2"))
    await life.do(urgent, "verify", DISTRICT, passed=True, text="现场看过")
    await life.do(urgent, "close", HEAD)
    await life.do(urgent, "rate", HEAD, unit=HOUSING, rating=Rating(5, 4, 5), text="来得快")
    await life.do(urgent, "reply", HOUSING, text="谢谢")

    later = await life.blow("emergency", "路面塌陷", "又有人报桥头塌了", SECRETARY)
    await life.do(later, "merge", SECRETARY, into=joint.id, text="同一处")

    quarrel = await life.blow("daily-work", "路面塌陷", "小区门前下沉")
    await life.do(quarrel, "decline", HOUSING, text="非我职责")
    await life.do(quarrel, "transfer", HEAD, unit=BUREAU, text="请市局承办")
    await life.do(quarrel, "decline", BUREAU, text="属区里")
    await life.do(quarrel, "rule", CITY, unit=HOUSING, text="区局承办到底")
    await life.do(quarrel, "carry-over", DISTRICT, text="待雨停", review=date(2023, 9, 30))
    await life.do(quarrel, "resume", HOUSING)

    matter = (
        await services.dispatch.report(
            TESTER, Whistle(PLACE, HEAD, "", "道路积水", "matter-1", "3号楼前积水，赵六报", channel="网格员巡查")
        )
    ).task
    await life.do(matter, "accept", STREET)
    await life.do(matter, "dispatch", STREET, text="请办")

    spoken = await life.blow("daily-work", "环境污染纠纷", "有异味，来电人孙七")
    await life.do(spoken, "note", STREET, text="已到孙七家查看")
    await services.ledger.redact(TESTER, spoken.id, 1, "当事人孙七要求", "redact-1")
    await services.ledger.redact(TESTER, spoken.id, 3, "当事人要求", "redact-2")
    await life.do(spoken, "void", HEAD, text="误报")
    clock.move_by(timedelta(days=2))
    await life.quiet()


async def answers(services: Services) -> dict[str, Any]:
    """What this version says of the store: whether it holds, what was decided, each task."""
    found = await services.ledger.verify(TESTER)
    replayed = await services.ledger.replay(TESTER, date(2023, 1, 1))
    page = await services.tasks.tasks(TESTER, "990100000000", 100)
    return {
        "verify": {"events": found.events, "tasks": found.tasks, "redacted": found.redacted},
        "ends": plain(found.ends),
        "replay": {"decisions": replayed.decisions, "differences": len(replayed.differences)},
        "tasks": [await _task(services, task.id) for task in sorted(page.items, key=lambda one: one.id)],
    }


async def _task(services: Services, identifier: str) -> dict[str, Any]:
    called = await services.tasks.task(TESTER, identifier)
    task = called.task
    return {
        "id": task.id,
        "state": task.state,
        "version": task.version,
        "due": task.due.isoformat() if task.due else None,
        "parts": [[one.organisation.code, one.part] for one in task.parts],
        "text": task.text,
        "meeting": plain(called.meeting),
        "linked": [[one.kind.value, one.id] for one in task.linked],
        "lead": called.lead.organisation.code,
        "attendance": [[one.organisation.code, one.presence.value] for one in called.attendance],
        "decisions": [[one.kind.value, one.sequence, one.text] for one in called.decisions],
        "events": [
            {"type": event.type, "payload": event.payload, "hash": event.hash, "text": event.text}
            for event in task.events
        ],
    }


async def make(folder: Path) -> None:
    """Write the backup and the answers under the name `folder` with their endings."""
    definitions, clock, ids = load_definitions(ROOT / "schema", PACKS), FixedClock(), count(1)
    with TemporaryDirectory() as scratch:
        changes, targets, file = (
            Path(scratch) / "changes",
            Path(scratch) / "targets.yaml",
            Path(scratch) / "saved.ndjson",
        )
        changes.mkdir()
        for name, text in CHANGES.items():
            (changes / name).write_text(text, encoding="utf-8")
        targets.write_text(TARGETS, encoding="utf-8")
        settings = Settings(seeds_dir=SMALL, actor=TESTER.id, webhooks=targets)
        async with embedded_engine(Path(scratch) / "store", linger=0) as engine, Store(engine, definitions) as store:
            services = assemble(
                settings, definitions, store, clock, lambda: f"00000000-0000-4000-8000-{next(ids):012d}"
            )
            await services.upkeep.prepare()
            await import_packs(services, (*PACKS, changes))
            await live(services, clock)
            said = await answers(services)
            await services.upkeep.backup(TESTER, file)
        packed = gzip.compress(file.read_bytes(), 9, mtime=0)
    folder.with_suffix(".ndjson.gz").write_bytes(packed)
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    folder.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
