"""Loads packs: plan, then write; one import at a time, and the same pack twice changes nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.errors import KeyTaken, NotFound
from orgraph.domain.imports import ImportRecord, ImportRefused, Mode, Plan
from orgraph.domain.nearest import instead_of, themselves
from orgraph.domain.records import PART_OF, POSTED_TO, Value
from orgraph.domain.said import Said, said
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.graph.importing import (
    Addition,
    add,
    additions,
    begin_batch,
    change_records,
    imports_of,
    loaded_packs,
    newest_import,
    running_imports,
    supersede,
    unfinished_imports,
    write_import,
)
from orgraph.graph.store import Store, Transaction
from orgraph.rules.packs.order import Batch, batches
from orgraph.seeding.manifest import Manifest, load_manifest
from orgraph.services.pack_planning import PackPlanning, Prepared

ONE_TRANSACTION = 20_000
"""Up to so many rows are written in one transaction; more go in batches, each under the lease of the import."""

BATCH = 4_000
LEASE = 15_000
"""Milliseconds that an import counts as alive after its last batch."""

ENDING_SHARE = 0.02
"""Share of a pack's rows that an import may end without being told to."""

Progress = Callable[[int, int], None]
"""Called with the rows written so far, and how many there are."""


def unwatched(done: int, of: int) -> None:
    """Progress that nobody watches."""


class _UnderWay(ImportRefused):
    """Another import is alive: worth waiting for, as its process may have died."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An import that was done; `written` rows as the plan counts them, 0 when the store held just this already."""

    pack: str
    id: str
    written: int


class Importing:
    """Plans and carries out imports, and remembers them."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store = store
        self._definitions = definitions
        self._clock = clock
        self._new_id = new_id
        self._planning = PackPlanning(store, definitions)

    def ordered(self, folders: Sequence[Path]) -> tuple[Manifest, ...]:
        """
        The manifests of `folders`, each after those that it builds on.

        Raises DefinitionsFaulty for faulty ones, ImportRefused when they build on one another in a circle.
        """
        import networkx as nx  # here, as a third of the start-up of every command would otherwise be its

        manifests = {folder: load_manifest(folder) for folder in folders}
        by_key = {manifest.key: folder for folder, manifest in manifests.items()}
        graph: nx.DiGraph[Path] = nx.DiGraph()
        graph.add_nodes_from(folders)
        graph.add_edges_from(
            (by_key[needed], folder)
            for folder, manifest in manifests.items()
            for needed in manifest.requires
            if needed in by_key
        )
        try:
            order = list(nx.lexicographical_topological_sort(graph, key=list(folders).index))
        except nx.NetworkXUnfeasible:
            cycle = " → ".join(manifests[edge[0]].key for edge in nx.find_cycle(graph))
            raise ImportRefused(said("packs-in-circle", way=cycle), said("mend-requires")) from None
        return tuple(manifests[folder] for folder in order)

    async def prepare(self, actor: Actor, manifest: Manifest) -> Prepared:
        """Read, check and plan a pack; nothing is written. Raises ImportRefused with every bad row."""
        return await self._planning.prepare(manifest, await loaded_packs(self._store))

    async def apply(
        self,
        actor: Actor,
        prepared: Prepared,
        allow_ending: int = 0,
        progress: Progress = unwatched,
        accept_hanging: int = 0,
    ) -> Imported:
        """
        Write what was planned.

        Raises ImportRefused for the `objections`, or while another import is under way. A process that dies half way
        leaves the pack marked incomplete; the same call completes it.
        """
        plan = prepared.plan
        against = objections(prepared, allow_ending, accept_hanging)
        if against:
            raise _objected(against)
        last = (await loaded_packs(self._store)).get(plan.pack)
        if not plan.changes and last is not None and last.digest == plan.digest:
            return Imported(plan.pack, last.id, 0)
        try:
            return await self._carry_out(actor, prepared, progress)
        except KeyTaken as taken:
            raise ImportRefused(said("added-meanwhile", pack=prepared.plan.pack), said("mend-plan-again")) from taken

    async def _carry_out(self, actor: Actor, prepared: Prepared, progress: Progress) -> Imported:
        identifier, work = self._new_id(), prepared.work
        todo = list(batches(work, BATCH, self._definitions))
        if work.size <= ONE_TRANSACTION:
            await self._at_once(actor, prepared, identifier, todo, progress)
        else:
            await self._in_batches(actor, prepared, identifier, todo, progress)
        return Imported(prepared.plan.pack, identifier, prepared.plan.changes)

    async def _at_once(
        self, actor: Actor, prepared: Prepared, identifier: str, todo: Sequence[Batch], progress: Progress
    ) -> None:
        async def work(transaction: Transaction) -> None:
            await self._claim(transaction, identifier, prepared)
            before = await write_import(transaction, identifier, self._record(actor, prepared, "done"))
            if before == "done":
                return
            for batch in todo:
                await self._write(transaction, batch, self._additions(batch), prepared.plan.pack, identifier)
            await supersede(transaction, prepared.plan.pack, identifier)

        await self._when_free(work)
        progress(prepared.work.size, prepared.work.size)

    async def _in_batches(
        self, actor: Actor, prepared: Prepared, identifier: str, todo: Sequence[Batch], progress: Progress
    ) -> None:
        pack, done = prepared.plan.pack, 0

        async def begin(transaction: Transaction) -> None:
            await self._claim(transaction, identifier, prepared)
            await write_import(transaction, identifier, self._record(actor, prepared, "running"))

        await self._when_free(begin)
        try:
            async for number, batch, adds in self._ahead(todo):
                await self._store.write(self._step(identifier, pack, number, batch, adds))
                done += batch.size
                progress(done, prepared.work.size)
        except BaseException:
            await self._release(identifier)
            raise

        async def finish(transaction: Transaction) -> None:
            await write_import(transaction, identifier, self._record(actor, prepared, "done"))
            await supersede(transaction, pack, identifier)

        await self._store.write(finish)

    async def _ahead(self, todo: Sequence[Batch]) -> AsyncIterator[tuple[int, Batch, list[Addition]]]:
        """The batches by number with their rows: while one is written, a thread makes the rows of the next."""
        coming = asyncio.ensure_future(asyncio.to_thread(self._additions, todo[0]))
        for number, batch in enumerate(todo, start=1):
            adds = await coming
            if number < len(todo):
                coming = asyncio.ensure_future(asyncio.to_thread(self._additions, todo[number]))
            yield number, batch, adds

    def _additions(self, batch: Batch) -> list[Addition]:
        return [addition for records in batch.adds for addition in additions(records, self._definitions.graph)]

    def _step(
        self, identifier: str, pack: str, number: int, batch: Batch, adds: Sequence[Addition]
    ) -> Callable[[Transaction], Awaitable[None]]:
        async def work(transaction: Transaction) -> None:
            if await begin_batch(transaction, identifier, self._now() + LEASE, number):
                await self._write(transaction, batch, adds, pack, identifier)

        return work

    async def _write(
        self, transaction: Transaction, batch: Batch, adds: Sequence[Addition], pack: str, identifier: str
    ) -> None:
        stamp, model = {"pack": pack, "import": identifier}, self._definitions.graph
        for addition in adds:
            await add(transaction, addition, stamp)
        for changes in batch.changes:
            await change_records(transaction, changes, model, stamp)

    async def _claim(self, transaction: Transaction, identifier: str, prepared: Prepared) -> None:
        """Refuse while another import is alive, and when one of this pack was done since the plan was made."""
        pack = prepared.plan.pack
        for other in await running_imports(transaction, identifier):
            if other.id != identifier and other.lease > self._now():
                raise _UnderWay(said("import-under-way", pack=other.pack), said("mend-wait-for-import", pack=pack))
        newest = await newest_import(transaction, pack)
        if newest != prepared.after and not newest.startswith(identifier):
            raise ImportRefused(said("imported-meanwhile", pack=pack), said("mend-plan-then-import"))

    async def _when_free(self, work: Callable[[Transaction], Awaitable[None]]) -> None:
        """Run `work`, waiting as long as a lease for an import whose process may have died."""
        until = self._now() + LEASE + 1_000
        while True:
            try:
                await self._store.write(work)
                return
            except _UnderWay:
                if self._now() > until:
                    raise
                await asyncio.sleep(0.5)

    async def _release(self, identifier: str) -> None:
        """Let go of the lease when stopped half way, so that the next import need not wait."""

        async def work(transaction: Transaction) -> None:
            await write_import(transaction, identifier, {"lease": 0})

        await asyncio.shield(self._store.write(work))

    def _record(self, actor: Actor, prepared: Prepared, state: str) -> dict[str, Value]:
        plan, manifest, now = prepared.plan, prepared.manifest, self._now()
        added = sum(count.add for count in plan.counts)
        record: dict[str, Value] = {
            "pack": plan.pack,
            "title_zh": plan.title_zh,
            "title_en": plan.title_en,
            "root": manifest.root,
            "reference_date": manifest.reference_date.isoformat(),
            "mode": plan.mode.value,
            "as_of": plan.as_of.isoformat(),
            "digest": plan.digest,
            "state": state,
            "actor": actor.id,
            "added": added,
            "ended": plan.ends,
            "changed": plan.changes - added - plan.ends,
            "hanging": len(plan.hanging) or None,
            "definitions": self._definitions.hash,
        }
        times: dict[str, Value] = {"finished": now, "lease": 0} if state == "done" else {"lease": now + LEASE}
        return record | times | ({} if state == "done" and prepared.work.size > ONE_TRANSACTION else {"started": now})

    def _now(self) -> int:
        return epoch_milliseconds(self._clock.now())

    async def history(self, actor: Actor, pack: str) -> tuple[ImportRecord, ...]:
        """The imports of a pack, the last first. Raises NotFound for a pack that none has brought."""
        found = await imports_of(self._store, pack)
        if not found:
            known = {*await loaded_packs(self._store), *(one.pack for one in await unfinished_imports(self._store))}
            remedy = instead_of(pack, themselves(known), said("mend-list-imports"))
            raise NotFound(said("no-import-of", pack=pack), remedy)
        return tuple(map(self._as_it_is, found))

    async def unfinished(self, actor: Actor) -> tuple[ImportRecord, ...]:
        """Imports that are under way or were left half way, by pack."""
        return tuple(map(self._as_it_is, await unfinished_imports(self._store)))

    def _as_it_is(self, record: ImportRecord) -> ImportRecord:
        return replace(record, state="stopped") if record.stopped(self._clock.now()) else record

    async def loaded(self, actor: Actor) -> dict[str, ImportRecord]:
        """The packs in the store by key, each with its last import."""
        return await loaded_packs(self._store)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a plan is not carried out unless it is meant, and what to do."""

    what: Said
    remedy: Said


def objections(prepared: Prepared, allow_ending: int = 0, accept_hanging: int = 0) -> tuple[Objection, ...]:
    """
    What speaks against a plan: more rows are missing from a snapshot than `allow_ending` and 2 per cent of the pack (a
    folder of changes has named each row that it ends), or other things hang on what it ends than just `accept_hanging`.
    """
    plan, found = prepared.plan, list[Objection]()
    share = 0 if plan.empty or plan.tableless else int(prepared.held * ENDING_SHARE)
    folder, hanging = str(prepared.manifest.folder), len(plan.hanging)
    if plan.mode is Mode.SNAPSHOT and plan.ends > max(allow_ending, share):
        what = said("would-end", count=plan.ends, held=prepared.held, pack=plan.pack)
        found.append(Objection(what, said("mend-allow-ending", folder=folder, ends=plan.ends)))
    if hanging and accept_hanging != hanging:
        what = said("would-hang", count=hanging, things=_hanging(plan))
        if plan.deeper:
            deeper = _counted({one.table: one.count for one in plan.deeper})
            what = said("would-hang-deeper", count=hanging, things=_hanging(plan), deeper=deeper)
        found.append(Objection(what, said("mend-accept-hanging", folder=folder, hanging=hanging)))
    return tuple(found)


def _objected(against: Sequence[Objection]) -> ImportRefused:
    """The refusal of a plan for all that speaks against it."""
    if len(against) == 1:
        return ImportRefused(against[0].what, against[0].remedy)
    first, second = against
    told = dict(first.remedy.values) | dict(second.remedy.values)
    remedy = said("mend-allow-both", first=first.remedy, second=second.remedy, **told)
    return ImportRefused(said("two-clauses", one=first.what, other=second.what), remedy)


def _hanging(plan: Plan) -> tuple[Said, ...]:
    return _counted(Counter(one.table for one in plan.hanging))


def _counted(tables: Mapping[str, int]) -> tuple[Said, ...]:
    counts = Counter[str]()
    for table, count in tables.items():
        counts[table if table in _TABLES else "relations"] += count
    return tuple(_count(table, count) for table, count in sorted(counts.items()))


_TABLES = (PART_OF, POSTED_TO, "AWAY", "Task")
"""What is counted by itself of what hangs on something; the rest are relations."""


def _count(table: str, count: int) -> Said:
    match table:
        case "PART_OF":
            return said("count-areas-below", count=count)
        case "POSTED_TO":
            return said("count-postings", count=count)
        case "AWAY":
            return said("count-absences", count=count)
        case "Task":
            return said("count-open-tasks", count=count)
    return said("count-relations", count=count)
