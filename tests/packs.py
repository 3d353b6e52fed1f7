"""Packs that tests write themselves: each has a province of its own, so that it disturbs no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orgraph.bootstrap import Services
from orgraph.domain.imports import ImportRefused, PlannedChange, RowFault
from orgraph.domain.said import Said
from orgraph.domain.worded import Worded
from orgraph.seeding.manifest import load_manifest
from orgraph.services.importing import Imported
from orgraph.services.pack_planning import Prepared

from .ledger import raw
from .reading import strange_in_chinese, strange_in_english
from .said import in_chinese, in_english
from .small_world import TESTER

COLUMN = re.compile(r"(?:[a-z]+(?:_[a-z]+)*[、,=] ?)+[a-z]+")
"""Columns are told as they are written: one after the other they are no sentence."""


def strange_rows(fault: RowFault) -> Iterator[str]:
    """What a reader of either language stumbles over in a fault; values and names of files stand as they are."""
    value = fault.value.key if isinstance(fault.value, Worded) else fault.value
    typed = [value, *_typed(fault.problem), *_typed(fault.remedy)]
    told = f"{in_chinese(fault.problem)}；{in_chinese(fault.remedy)}"
    for value in sorted(typed, key=len, reverse=True):
        told = told.replace(value, " ")
    yield from strange_in_chinese(COLUMN.sub(" ", told))
    yield from strange_in_english(in_english(fault), names=" ".join([fault.file, fault.field, *typed]))


def _typed(what: Said) -> Iterator[str]:
    """The texts that fill a saying, which are those of rows, files and columns."""
    for _, value in what.values:
        for one in value if isinstance(value, tuple) and not isinstance(value, Worded) else (value,):
            if isinstance(one, Said):
                yield from _typed(one)
            elif isinstance(one, str) and one and not re.search(r"[a-z]{2,} [a-z]{2,}", one):
                yield str(one)


_PROVINCES: dict[int, list[int]] = {}
"""Of each store the provinces that no test has taken, or that one has given back; 98 is for packs that are never written, 99 the small world's."""

AREAS = """
code,name,level,parent,kind,aliases
{p}0000000000,{n}省,province,,province,
{p}0100000000,{n}市,city,{p}0000000000,prefecture-city,
{p}0101000000,{n}东区,county,{p}0100000000,city-district,
{p}0102000000,{n}西县,county,{p}0100000000,county,
{p}0101001000,{n}一街道,township,{p}0101000000,street,
{p}0102100000,{n}二镇,township,{p}0102000000,town,
{p}0101001001,{n}里社区居委会,village,{p}0101001000,residents-committee,{n}小区
{p}0102100200,{n}山村村委会,village,{p}0102100000,villagers-committee,
"""
ORGANISATIONS = """
code,name,kind,tier,duty_phone
{k}:centre,{n}综治中心,governance-centre,first,
{k}:police,{n}公安局,police,second,0997-0000001
{k}:branch,{n}公安党支部,political-legal-branch,,
"""
OFFICERS = """
id,name,profession
{k}:one,文一,police-officer
{k}:two,文二,judge
{k}:three,文三,cadre
"""
POSTINGS = """
officer,role,at,since,until,principal,employment
{k}:one,political-legal-officer,{p}0101001001,2021-01-01,,,
{k}:two,political-legal-officer,{p}0101001001,2021-01-01,,,
{k}:three,township-secretary,{p}0101001000,2021-01-01,,true,
{k}:one,duty-contact,{k}:police,2021-01-01,,,full-time
"""
RELATIONS = """
type,source,target,since,until,categories,severity_from,part,reason
SERVES,{k}:centre,{p}0100000000,2021-01-01,,,,,
SERVES,{k}:police,{p}0101000000,2021-01-01,,,,,
RESPONSIBLE_FOR,{k}:police,{p}0101000000,2021-01-01,,crowd-incident,,lead,
RESPONSIBLE_FOR,{k}:police,{p}0101000000,2021-01-01,,gas-leak,,assist,
PAIRED_WITH,{k}:branch,{p}0101001001,2021-01-01,,,,,
OF,{k}:branch,{k}:police,2021-01-01,,,,,
UNDER,{k}:police,{k}:centre,2021-01-01,,,,,
AWAY,{k}:two,{p}0101001001,2023-08-01,2023-09-01,,,,leave
DEPUTISES_FOR,{k}:one,{k}:two,2021-01-01,,,,,
"""
TABLES: Mapping[str, str] = {
    "areas": AREAS,
    "organisations": ORGANISATIONS,
    "officers": OFFICERS,
    "postings": POSTINGS,
    "relations": RELATIONS,
}

_STATE = """
MATCH (n) WHERE n.pack = $pack AND NOT n:Import AND (n.since IS NULL OR (n.since <= $on AND $on < n.until))
RETURN coalesce(n.code, n.id), n.name, n.kind, n.tier, n.aliases, n.profession ORDER BY coalesce(n.code, n.id)
"""
_JOINS = """
MATCH (a)-[r]->(b) WHERE r.pack = $pack AND r.since <= $on AND $on < r.until
RETURN type(r), coalesce(a.code, a.id), coalesce(b.code, b.id), r.role, r.employment, r.principal, r.part, r.categories, r.reason
ORDER BY type(r), coalesce(a.code, a.id), coalesce(b.code, b.id), r.role, r.part
"""
_NODES = """
MATCH (n) WHERE n:Area OR n:Organisation OR n:Officer OR n:Observation OR n:Import OR n:Change RETURN count(n)
"""
_RELATIONSHIPS = """
MATCH (n)-[r]->() WHERE (n:Area OR n:Organisation OR n:Officer) AND r.pack IS NOT NULL RETURN count(r)
"""


class Desk:
    """
    Where a test writes a pack `key` about a province `p` of its own.

    `{p}`, `{k}` and `{n}` in rows stand for the two digits of the province, the pack's key and a word in its names.
    """

    def __init__(self, services: Services, folder: Path, *, province: int = 0) -> None:
        self.services = services
        number = province or _PROVINCES.setdefault(id(services.store), list(range(10, 98))).pop(0)
        self.words = {"p": f"{number:02}", "k": f"t{number:02}", "n": f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}"}
        self.folder = folder / self.words["k"]
        self.folder.mkdir(parents=True)
        self.write_manifest()
        for table, rows in TABLES.items():
            self.write(table, rows)

    async def vanish(self) -> None:
        """Take all that was loaded out of the store, and give the province back: there are not that many."""
        await raw(self.services.store, "MATCH (n) WHERE n.pack = $pack DETACH DELETE n", pack=self.key)
        free, number = _PROVINCES[id(self.services.store)], int(self.words["p"])
        if number not in free:  # a test may have taken it away itself
            free.append(number)

    @property
    def key(self) -> str:
        """The pack's key."""
        return self.words["k"]

    def said(self, text: str) -> str:
        """A text with this pack's words filled in."""
        return text.format(**self.words)

    def write(self, table: str, rows: str) -> None:
        """Write a table anew."""
        (self.folder / f"{table}.csv").write_text(self.said(rows).strip() + "\n", encoding="utf-8")

    def clear(self) -> None:
        """Take all tables away."""
        for path in self.folder.glob("*.csv"):
            path.unlink()

    def add(self, table: str, row: str) -> int:
        """Add a row to a table. Returns its line."""
        path = self.folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8") + self.said(row) + "\n"
        path.write_text(text, encoding="utf-8")
        return text.count("\n")

    def replace(self, table: str, old: str, new: str) -> None:
        """Change what a table says."""
        path = self.folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert self.said(old) in text
        path.write_text(text.replace(self.said(old), self.said(new)), encoding="utf-8")

    def remove(self, table: str, beginning: str) -> None:
        """Take away the rows that begin so."""
        path = self.folder / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(self.said(beginning))]
        assert len(kept) < len(lines)
        path.write_text("".join(kept), encoding="utf-8")

    def write_manifest(self, *, mode: str = "snapshot", as_of: str = "2023-08-22", requires: str = "") -> None:
        """Write pack.yaml anew."""
        (self.folder / "pack.yaml").write_text(
            self.said(
                "pack: {k}\ntitle: {{zh: {n}, en: {k}}}\nsynthetic: true\nsince: 2021-01-01\n"
                + ('root: "{p}0000000000"\nreference_date: 2023-08-22\n' if mode == "snapshot" else "")
            )
            + f"mode: {mode}\nas_of: {as_of}\nrequires: [{requires}]\n",
            encoding="utf-8",
        )

    def changes(self, as_of: str, **tables: str) -> None:
        """Make the folder one of changes with these tables."""
        self.clear()
        self.write_manifest(mode="changes", as_of=as_of)
        for table, rows in tables.items():
            self.write(table, rows)

    async def prepare(self) -> Prepared:
        """Read, check and plan."""
        return await self.services.importing.prepare(TESTER, load_manifest(self.folder))

    async def load(self, allow_ending: int = 0, *, accept_hanging: int = 0) -> Imported:
        """Import the folder."""
        prepared = await self.prepare()
        return await self.services.importing.apply(TESTER, prepared, allow_ending, accept_hanging=accept_hanging)

    async def told(self) -> list[PlannedChange]:
        """The rows of the folder's plan."""
        telling = (await self.prepare()).telling
        return [row async for row in telling.rows()] if telling else []

    async def faults(self) -> tuple[RowFault, ...]:
        """Every bad row of a folder that must be refused; makes sure that nothing was written."""
        before = await self._everything()
        try:
            await self.load(allow_ending=1000)
        except ImportRefused as refused:
            assert await self._everything() == before
            for fault in refused.faults:
                assert not list(strange_rows(fault)), list(strange_rows(fault))
            return refused.faults
        raise AssertionError("it was not refused")

    async def _everything(self) -> list[list[Any]]:
        """How much there is that an import could have written."""
        return [*await raw(self.services.store, _NODES), *await raw(self.services.store, _RELATIONSHIPS)]

    async def state(self, on: str) -> list[list[Any]]:
        """All that the pack holds on a day, in words that do not tell how it came there."""
        store = self.services.store
        return [
            *await raw(store, _STATE, pack=self.key, on=on),
            *await raw(store, _JOINS, pack=self.key, on=on),
        ]
