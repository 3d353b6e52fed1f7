"""Holds published figures against the graph's count."""

from __future__ import annotations

from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.actor import Actor
from orgraph.domain.counts import Days
from orgraph.domain.errors import NotFound
from orgraph.domain.figures import Figure, FigureCheck
from orgraph.domain.said import said
from orgraph.graph.figures import counted
from orgraph.graph.importing import loaded_packs
from orgraph.graph.places import chain_of
from orgraph.graph.store import Store
from orgraph.seeding.figures import read_figures
from orgraph.seeding.manifest import Manifest, load_manifest
from orgraph.services.counts import Counts


class Figures:
    """Counts what a pack's figures speak of."""

    def __init__(self, store: Store, definitions: Definitions, counts: Counts) -> None:
        self._store = store
        self._counts = counts
        self._definitions = definitions

    async def check(self, actor: Actor, folder: Path) -> tuple[FigureCheck, ...]:
        """
        Every figure of the pack in `folder` with the graph's count in its root area on its reference date.

        Raises NotFound when the store does not hold the pack, DefinitionsFaulty for its YAML files.
        """
        manifest = load_manifest(folder)
        if manifest.key not in await loaded_packs(self._store):
            raise NotFound(said("pack-not-loaded", pack=manifest.key), said("mend-load-first", packs=manifest.key))
        figures = read_figures(folder, self._definitions)
        return tuple([await self._check(figure, manifest) for figure in figures])

    async def _check(self, figure: Figure, manifest: Manifest) -> FigureCheck:
        count = figure.count
        if count is None:
            return FigureCheck(figure, None)
        if count.measure:
            measure = self._definitions.measures[count.measure]
            days = Days(count.first, count.last)
            found = await self._counts.total(measure, count.area or manifest.root, days)
            return FigureCheck(figure, found.value or 0, found.only)
        left_out = await self._left_out(count.scope, manifest) if count.scope else ()
        return FigureCheck(figure, await counted(self._store, count, manifest.root, manifest.reference_date, left_out))

    async def _left_out(self, scope: str, manifest: Manifest) -> tuple[str, ...]:
        """Codes that a scope leaves out; it may be one of an area above the pack's root."""
        chain = await chain_of(self._store, manifest.root, manifest.reference_date)
        found = prevailing(self._definitions, [area.code for area in chain], manifest.reference_date).scope(scope)
        return tuple(found.left_out) if found else ()
