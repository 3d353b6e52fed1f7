"""What the stories are told with: places, posts, whistles and audits of the real packs, in few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from orgraph.bootstrap import Services
from orgraph.domain.actor import Actor
from orgraph.domain.audit import AuditReport
from orgraph.domain.coverage import CoveredLevel, PlaceCoverage
from orgraph.domain.organisation import PostHolder
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock

OFFICIAL = Actor("governance-centre")
_KEYS = count(1)


@dataclass(frozen=True)
class Place:
    """A place with all who cover it on the day that the story begins."""

    code: str
    path: str
    coverage: PlaceCoverage

    def level(self, key: str) -> CoveredLevel:
        """The level `key` on the way up."""
        return next(level for level in self.coverage.levels if level.area.level == key)

    def holders(self, role: str) -> tuple[PostHolder, ...]:
        """Who holds a role at the place or above it, nearest first."""
        return tuple(post for level in self.coverage.levels for post in level.posts if post.role == role)


class Scene:
    """A city of the real packs; `folder` takes the files of changes that a story imports."""

    def __init__(self, services: Services, clock: FixedClock, city: str, pack: str, folder: Path) -> None:
        self.services = services
        self.clock = clock
        self.city = city
        self.pack = pack
        self._folder = folder

    async def place(self, path: str, on: str = "2023-08-22") -> Place:
        """A place by its path in the city."""
        found = await self.services.places.find(f"{self.city}/{path}", date.fromisoformat(on))
        coverage = await self.services.coverage.who_covers(OFFICIAL, found.area.code, date.fromisoformat(on))
        return Place(found.area.code, found.path, coverage)

    async def end_posting(self, holder: PostHolder, at: str, on: str) -> None:
        """Import a change that ends the posting of an officer on a day."""
        await self.change(
            on, postings=f"change,officer,role,at,until\nend,{holder.officer.id},{holder.role},{at},{on}\n"
        )

    async def change(self, as_of: str, **tables: str) -> None:
        """Import a folder of changes to the city's pack: each table as CSV."""
        folder = self._folder / f"changes-{next(_KEYS)}"
        folder.mkdir()
        manifest = (
            f"pack: {self.pack}\ntitle: {{zh: 变更, en: changes}}\nmode: changes\nas_of: {as_of}\n"
            f"reference_date: {as_of}\nsince: {as_of}\n"
            f"sources:\n  - {{title: a story, place: this test, licence: Apache-2.0, as_of: {as_of}}}\n"
        )
        (folder / "pack.yaml").write_text(manifest, encoding="utf-8")
        for name, rows in tables.items():
            (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
        (one,) = self.services.importing.ordered([folder])
        await self.services.importing.apply(OFFICIAL, await self.services.importing.prepare(OFFICIAL, one))

    async def audit(self, key: str, on: str, first: int = 100) -> AuditReport:
        """An audit of the city on a day."""
        return await self.services.audits.run(OFFICIAL, key, self.city, date.fromisoformat(on), first)

    async def gaps(self, key: str, on: str) -> list[str]:
        """Paths of the places that an audit of the city finds short on a day."""
        return [finding.path for finding in (await self.audit(key, on)).findings.items]

    async def whistle(
        self, place: str, category: str, *, by: str = "township-secretary", kind: str = "daily-work", **more: object
    ) -> CalledTask:
        """Blow a whistle at a place of the city, whatever other stories have open there; its key is its own."""
        said = {"text": "请到场处置", "key": f"story-{next(_KEYS)}", "again": True} | more
        whistle = Whistle(f"{self.city}/{place}", by, kind, category, **said)  # type: ignore[arg-type]
        return await self.services.dispatch.blow(OFFICIAL, whistle)
