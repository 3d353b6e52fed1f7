"""What the villages of a province report month by month: how fast it comes in, is planned again and is added up."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.engines import running
from benchmarks.imports import imported
from benchmarks.questions import ACTOR, services_on
from benchmarks.world import BASE

MEASURES = ("accidents", "cases", "disputes")
MONTHS = 4
TIMES = 5
PROVINCE, CITY = "210000000000", "210100000000"
FIRST, LAST = date(2023, 8, 1), date(2023, 9, 30)

_MANIFEST = f"""pack: monthly
title: {{zh: 各村月报, en: Monthly returns made up for measuring}}
root: "{PROVINCE}"
mode: snapshot
as_of: 2024-01-01
reference_date: 2023-12-31
since: 2023-06-30
requires: [liaoning]
synthetic: true
"""


async def counts(name: str, folder: Path) -> dict[str, Any]:
    """What the import took, planning it again after one row has changed, and seconds of sums over many villages."""
    pack = _pack(folder)
    async with running(name, folder / "counts") as engine:
        imports = await imported(engine, [BASE, pack])
        table = pack / "counts.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(",3,", ",4,", 1), encoding="utf-8")
        (again,) = await imported(engine, [pack])
        async with services_on(engine) as services:
            took = {}
            for what, area, level in (("province_s", PROVINCE, "city"), ("city_s", CITY, "county")):
                seconds = []
                for _ in range(TIMES):
                    begun = time.perf_counter()
                    await services.counts.counts(ACTOR, area, (), FIRST, LAST, by=level, beside="before")
                    seconds.append(time.perf_counter() - begun)
                took[what] = round(median(seconds), 2)
    return {"imports": imports, "again_s": again["prepare_seconds"], **took}


def _pack(folder: Path) -> Path:
    made = folder / "monthly"
    made.mkdir()
    (made / "pack.yaml").write_text(_MANIFEST, encoding="utf-8")
    with (BASE / "areas.csv").open(encoding="utf-8") as areas:
        villages = [row["code"] for row in csv.DictReader(areas) if row["kind"] in ("居委会", "村委会")]
    with (made / "counts.csv").open("w", encoding="utf-8") as file:
        file.write("measure,at,since,until,value,source,synthetic\n")
        for measure in MEASURES:
            for number, village in enumerate(villages):
                for month in range(8, 8 + MONTHS):
                    days = f"2023-{month:02}-01,2023-{month + 1:02}-01"
                    file.write(f"{measure},{village},{days},{(number + month) % 7},月报,true\n")
    return made
