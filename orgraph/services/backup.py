"""Saves a store to one file and brings it back, on any engine."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput, StoreMismatch
from orgraph.domain.said import said
from orgraph.domain.system import system_says
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.domain.upkeep import FORMAT, BackupSummary
from orgraph.graph.backup import (
    NodeLine,
    RelationshipLine,
    all_nodes,
    all_relationships,
    restore_nodes,
    restore_relationships,
)
from orgraph.graph.importing import incomplete_packs, loaded_packs
from orgraph.graph.store import Store
from orgraph.graph.upkeep import StoreRecord, adopt, make_constraints, node_count, store_record
from orgraph.rules.ledger.moment import Snapshot

BATCH = 5_000
Progress = Callable[[int, int], None]
"""Called with the lines done so far, and how many there are (0: not known)."""


def unwatched(done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Header:
    """First line of a backup: what the store says of itself."""

    orgraph_backup: int
    format: int
    definitions: str
    content: str


class Backup:
    """Writes and reads backups: a header, a line a node or relationship, and a last line with counts and digest."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._clock = clock

    async def save(self, actor: Actor, file: Path, progress: Progress) -> BackupSummary:
        """
        Write everything to `file`, whole or not at all.

        Tasks called while it runs are not in it; an import must not run. Raises StoreMismatch, InvalidInput when the
        file is there already or cannot be written.
        """
        if await asyncio.to_thread(file.exists):
            raise InvalidInput(said("file-exists", file=str(file)), said("mend-another-file"))
        before = await self._quiet()
        record = await store_record(self._store)
        if record is None:
            raise StoreMismatch(said("nothing-to-save"), said("mend-import-first"))
        if record.format > FORMAT:
            raise StoreMismatch(said("store-newer", found=record.format, known=FORMAT), said("mend-update"))
        if record.upgrading:
            raise StoreMismatch(said("half-upgraded", format=record.upgrading), said("mend-complete-upgrade"))
        draft = file.with_name(file.name + ".part")
        try:
            with _opened(draft) as out:
                summary = await self._write(out, record, progress)
            if await self._quiet() != before:
                raise InvalidInput(said("import-during-backup"), said("mend-repeat-backup"))
            await asyncio.to_thread(os.replace, draft, file)
        finally:
            draft.unlink(missing_ok=True)
        return summary

    async def _quiet(self) -> tuple[str, ...]:
        """The last imports of all packs; refused while one runs."""
        running = await incomplete_packs(self._store)
        if running:
            raise InvalidInput(said("import-not-done", packs=running), said("mend-complete-import"))
        return tuple(sorted(one.id for one in (await loaded_packs(self._store)).values()))

    async def _write(self, out: IO[bytes], record: StoreRecord, progress: Progress) -> BackupSummary:
        writer = _Writer(out)
        writer.line(asdict(Header(1, record.format, record.definitions, record.content)))
        snapshot, nodes, relationships = Snapshot(), 0, 0
        async for line in self._consistent(snapshot):
            writer.line(_as_json(line))
            nodes, relationships = (
                nodes + isinstance(line, NodeLine),
                relationships + isinstance(line, RelationshipLine),
            )
            if (nodes + relationships) % 1000 == 0:
                progress(nodes + relationships, 0)
        for book in snapshot.books():
            writer.line({"node": "Book", "values": book})
            nodes += 1
        summary = BackupSummary(nodes, relationships, writer.digest())
        writer.line({"end": asdict(summary)})
        return summary

    async def _consistent(self, snapshot: Snapshot) -> AsyncIterator[NodeLine | RelationshipLine]:
        """Lines of one moment: what belongs to tasks that were called later is left out."""
        model = self._definitions.graph
        async for first in all_nodes(self._store, model, only="Task"):
            snapshot.begin(first.values)
        async for node in all_nodes(self._store, model):
            if snapshot.holds_node(node.shape, node.values):
                yield node
        async for relationship in all_relationships(self._store, model):
            if snapshot.holds_relationship(relationship.source_shape, relationship.source, relationship.target):
                yield relationship

    async def restore(self, actor: Actor, file: Path, progress: Progress) -> BackupSummary:
        """
        Bring the backup `file` into an empty store, in the format that it has.

        The whole file is checked against its digest first. Raises InvalidInput for a damaged file, StoreMismatch when
        the store is not empty or the backup is of a newer format.
        """
        header, summary = await asyncio.to_thread(_verified, file)
        if header.format > FORMAT:
            raise StoreMismatch(said("backup-newer", found=header.format, known=FORMAT), said("mend-update"))
        if await node_count(self._store):
            raise StoreMismatch(said("store-not-empty"), said("mend-restore-into-empty"))
        model = self._definitions.graph
        await make_constraints(self._store, model)
        done, total = 0, summary.nodes + summary.relationships
        for batch in _batches(file):
            first = batch[0]
            if isinstance(first, NodeLine):
                nodes = [line.values for line in batch if isinstance(line, NodeLine)]
                await restore_nodes(self._store, first.shape, nodes, model)
            else:
                await restore_relationships(self._store, [line for line in batch if isinstance(line, RelationshipLine)])
            done += len(batch)
            progress(done, total)
        now = epoch_milliseconds(self._clock.now())
        await adopt(self._store, StoreRecord(header.format, header.definitions, header.content), now)
        return summary


class _Writer:
    """Writes lines of JSON and keeps their digest."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()

    def line(self, value: dict[str, Any]) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        self._digest.update(text)
        self._out.write(text)

    def digest(self) -> str:
        return self._digest.hexdigest()


Line = NodeLine | RelationshipLine


def _opened(path: Path) -> IO[bytes]:
    """The draft of a backup, readable by its owner only: it holds names and texts."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError as error:
        problem = said("folder-unwritable", folder=str(path.parent), why=system_says(error))
        raise InvalidInput(problem, said("mend-other-folder")) from None


def _as_json(line: Line) -> dict[str, Any]:
    if isinstance(line, NodeLine):
        return {"node": line.shape, "values": line.values}
    start, end = [line.source_shape, line.source], [line.target_shape, line.target]
    return {"relationship": line.type, "from": start, "to": end, "values": line.values}


def _from_json(row: dict[str, Any]) -> Line:
    if "node" in row:
        return NodeLine(row["node"], row["values"])
    (start, source), (end, target) = row["from"], row["to"]
    return RelationshipLine(row["relationship"], start, source, end, target, row["values"])


def _verified(file: Path) -> tuple[Header, BackupSummary]:
    """The header and the summary of a backup whose lines are all there and as they were written."""
    digest, last, first = hashlib.sha256(), b"", b""
    try:
        with file.open("rb") as lines:
            for line in lines:
                digest.update(last)
                first, last = first or line, line
    except OSError as error:
        problem = said("file-unreadable", file=str(file), why=system_says(error))
        raise InvalidInput(problem, said("mend-check-name")) from None
    try:
        header = Header(**json.loads(first))
        summary = BackupSummary(**json.loads(last)["end"])
    except (ValueError, TypeError, KeyError):
        raise InvalidInput(said("no-whole-backup", file=str(file)), said("mend-another-copy")) from None
    if digest.hexdigest() != summary.digest:
        raise InvalidInput(said("backup-damaged", file=str(file)), said("mend-another-copy"))
    return header, summary


def _batches(file: Path) -> Iterator[Sequence[Line]]:
    """The lines between the first and the last, in runs of one kind, which one statement can write."""
    batch: list[Line] = []
    for line in _lines(file):
        if batch and (len(batch) == BATCH or _kind(line) != _kind(batch[0])):
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch


def _lines(file: Path) -> Iterator[Line]:
    with file.open("rb") as lines:
        next(lines)
        for text in lines:
            row = json.loads(text)
            if "end" not in row:
                yield _from_json(row)


def _kind(line: Line) -> tuple[str, ...]:
    if isinstance(line, NodeLine):
        return (line.shape,)
    return (line.type, line.source_shape, line.target_shape)
