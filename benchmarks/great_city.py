"""All audits of a city of Anshan's size: 71,083 grid staff (as published), about half a million nodes, all made up."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import made_up
from benchmarks.engines import running
from benchmarks.imports import imported
from benchmarks.questions import ACTOR, services_on
from benchmarks.world import BASE, DAY
from orgraph.graph.upkeep import node_count

CITY_ROOT = "210300000000"
STAFF = 71_083
"""Grid staff of Anshan, by the survey of 2023-08-22."""

TIMES = 3

_SYNTHESIS = f"""duty_phones: {{area_code: "0412", digits: 7}}
steps:
  - areas: {{in: {{level: village}}, level: grid, kind: grid, number: 8, name: "{{short}}第{{n}}网格"}}
  - areas: {{in: {{level: grid}}, level: building, kind: building, number: 43, name: "{{short}}{{n}}号楼",
      households: {{from: 20, to: 60}}}}
  - officers: {{at: {{level: township}}, role: township-secretary, number: 1, professions: {{cadre: 1}}}}
  - officers: {{at: {{level: township}}, role: township-grid-lead, number: 1, professions: {{cadre: 1}}, group: staff}}
  - officers: {{at: {{level: village}}, role: village-grid-lead, number: 1, professions: {{cadre: 1}}, group: staff}}
  - officers: {{at: {{level: grid}}, role: grid-lead, number: 1, professions: {{grid-staff: 1}}, group: staff}}
  - officers: {{at: {{level: grid}}, role: grid-worker, number: 1, employment: full-time,
      professions: {{grid-staff: 1}}, group: staff}}
  - officers: {{at: {{level: building}}, role: building-head, total: {STAFF}, less: [staff],
      professions: {{resident: 1}}, proportional_to: {{level: building}}}}
  - organisations:
      at: {{level: county}}
      kinds: {{governance-centre: "{{name}}社会治安综合治理中心"}}
      relation: SERVES
      duty_phone: true
      posts: [{{role: unit-leader, professions: {{cadre: 1}}}}, {{role: duty-contact, professions: {{cadre: 1}}}}]
  - organisations:
      at: {{level: township}}
      kinds: {{police: "{{short}}派出所", justice: "{{short}}司法所"}}
      relation: SERVES
      duty_phone: true
      posts:
        - {{role: unit-leader, professions: {{police-officer: 1}}}}
        - {{role: duty-contact, professions: {{police-officer: 1}}}}
  - organisations: {{at: {{level: grid}}, kinds: {{grid-branch: "{{name}}党支部"}}, relation: LEADS}}
"""


async def great_city(name: str, folder: Path) -> dict[str, Any]:
    """Seconds that a scorecard of the city takes, the slowest audits apart, and how many nodes there are."""
    async with running(name, folder / "great") as engine:
        imports = await imported(engine, [BASE, made_up.pack(folder, "great-city", CITY_ROOT, _SYNTHESIS)])
        async with services_on(engine) as services:
            day, seconds = date.fromisoformat(DAY), []
            for _ in range(TIMES + 1):
                begun = time.perf_counter()
                card = await services.audits.scorecard(ACTOR, CITY_ROOT, day)
                seconds.append(time.perf_counter() - begun)
            slow = {}
            for line in card.lines:
                begun = time.perf_counter()
                await services.audits.run(ACTOR, line.key, CITY_ROOT, day)
                slow[line.key] = round(time.perf_counter() - begun, 2)
            nodes = await node_count(services.store)
    slowest = dict(sorted(slow.items(), key=lambda one: -one[1])[:8])
    return {
        "imports": imports,
        "nodes": nodes,
        "audits": len(card.lines),
        "first_s": round(seconds[0], 2),
        "scorecard_s": round(median(seconds[1:]), 2),
        "slowest_s": slowest,
    }
