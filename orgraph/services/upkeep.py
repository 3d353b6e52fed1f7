"""Looks after the store itself: prepares a new one, refuses one that does not fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput, NotFound, StoreMismatch
from orgraph.domain.said import Lines, Said, said
from orgraph.domain.time import Clock, business_day, epoch_milliseconds
from orgraph.domain.upkeep import FORMAT, BackupSummary, KeptDefinition
from orgraph.graph.definitions import keep_definitions, kept_under
from orgraph.graph.ledger import open_tasks
from orgraph.graph.store import Store
from orgraph.graph.upkeep import StoreRecord, adopt, make_constraints, node_count, store_record
from orgraph.rules.packs.adoption import digests_of, kept_of
from orgraph.services.adoption import lines, losses_by, refusal
from orgraph.services.backup import Backup, Progress, unwatched
from orgraph.services.migrations import MIGRATIONS, Migration, migrate
from orgraph.services.projecting import project, recount
from orgraph.services.track_records import count_track_records, lacks_track_records

LEAST = 8
"""Digits of a digest that are enough to ask for it."""

DIGEST = re.compile(rf"[0-9a-f]{{{LEAST},64}}")

SHOWN = 20
"""Differences of definitions that are listed."""


class Upkeep:
    """Checks and prepares the store."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._clock = clock
        self._backup = Backup(store, definitions, clock)

    async def backup(self, actor: Actor, file: Path, progress: Progress = unwatched) -> BackupSummary:
        """Save everything to `file`; see Backup.save."""
        return await self._backup.save(actor, file, progress)

    async def restore(self, actor: Actor, file: Path, progress: Progress = unwatched) -> BackupSummary:
        """
        Bring `file` into an empty store (see Backup.restore), and one of an older format to this version's.

        Killed in the middle of the last, or of counting track records, `upgrade` completes it.
        """
        summary = await self._backup.restore(actor, file, progress)
        await migrate(self._store, self._definitions)
        await count_track_records(self._store)
        return summary

    async def upgrade(
        self,
        actor: Actor,
        adopt_definitions: bool = False,
        migrations: Sequence[Migration] = MIGRATIONS,
        accept_losses: bool = False,
        recount: bool = False,
    ) -> tuple[Said, ...]:
        """
        Bring an older store to this version's format, one numbered migration after the other, and with
        `adopt_definitions` take over the present definitions, without which open tasks would lose words only with
        `accept_losses`. What has ended keeps what was found by the definitions of then, unless `recount`. Returns what
        was done.

        Killed in the middle it is run again. Raises StoreMismatch for a newer store, for one that is no orgraph, and
        for other definitions not adopted, or that lack what open tasks need.
        """
        record = await store_record(self._store)
        if record is None:
            await self._found()
            return (said("prepared-empty-store"),)
        if record.format > FORMAT:
            raise _other_format(record.format)
        adopting = adopt_definitions and record.definitions != self._definitions.hash
        lost = await losses_by(self._store, self._definitions, business_day(self._clock.now())) if adopting else ()
        if lost and not accept_losses:
            raise refusal(lost)
        done = await migrate(self._store, self._definitions, migrations)
        if adopting:
            done += [said("adopted-definitions"), *self._difference(record)]
            done += [said("tasks-go-on-without"), *lines(lost)] if lost else []
            await project(self._store, self._definitions, open_tasks(self._store))
        if recount:
            done.append(await self._recounted())
        elif adopting:
            done.append(said("ended-keeps-findings"))
        if adopting:
            await self.adopt()
        if recount or await lacks_track_records(self._store):
            await count_track_records(self._store)
        await self.prepare()
        return tuple(done)

    async def _recounted(self) -> Said:
        tasks, changed = await recount(self._store, self._definitions)
        return said("recounted", tasks=tasks, changed=changed)

    async def prepare(self) -> None:
        """
        Make an empty store ready; leave a fitting one as it is.

        Raises StoreMismatch for another format, for other definitions (with the difference), and for a store that holds
        something else.
        """
        if await store_record(self._store) is None:
            await self._found()
        else:
            await self.check()

    async def check(self) -> None:
        """Raise StoreMismatch unless the store is prepared, of this format, with these definitions; writes nothing."""
        record = await store_record(self._store)
        if record is None:
            raise StoreMismatch(said("store-unprepared"), said("mend-run-anything"))
        if record.format != FORMAT:
            raise _other_format(record.format)
        if record.definitions != self._definitions.hash:
            raise StoreMismatch(
                said("other-definitions", difference=Lines(tuple(self._difference(record)))), said("mend-definitions")
            )

    async def adopt(self) -> None:
        """Take over the present definitions: make what constraints are missing, keep what they say, remember them."""
        await make_constraints(self._store, self._definitions.graph)
        own = StoreRecord(FORMAT, self._definitions.hash, self._definitions.content)
        now = epoch_milliseconds(self._clock.now())
        await keep_definitions(self._store, kept_of(own.content, self._definitions.texts), now)
        await adopt(self._store, own, now)

    async def definition(self, actor: Actor, digest: str) -> KeptDefinition:
        """
        What is kept of definitions that were taken over under a digest, or under the only one that begins so.

        Raises InvalidInput (no digest, one that is too short, several that begin so) and NotFound.
        """
        asked = digest.strip().lower()
        if not DIGEST.fullmatch(asked):
            raise InvalidInput(said("no-digest", digest=digest), said("mend-digits", least=LEAST))
        found = await kept_under(self._store, asked)
        if not found:
            raise NotFound(said("digest-unknown", digest=asked), said("mend-digest-of-set"))
        if len(found) > 1:
            raise InvalidInput(said("digest-ambiguous", digest=asked), said("mend-more-digits"))
        return found[0]

    async def _found(self) -> None:
        if await node_count(self._store):
            raise StoreMismatch(said("not-an-orgraph"), said("mend-empty-database"))
        await self.adopt()

    def _difference(self, record: StoreRecord) -> list[Said]:
        before, now = digests_of(record.content), digests_of(self._definitions.content)
        lines = [said("definition-gone", key=key) for key in sorted(before.keys() - now.keys())]
        lines += [said("definition-new", key=key) for key in sorted(now.keys() - before.keys())]
        changed = [key for key in sorted(before.keys() & now.keys()) if before[key] != now[key]]
        lines += [said("definition-changed", key=key) for key in changed]
        more = len(lines) - SHOWN
        return [*lines[:SHOWN], said("definitions-more", count=more)] if more > 0 else lines


def _other_format(found: int) -> StoreMismatch:
    if found > FORMAT:
        return StoreMismatch(said("store-newer", found=found, known=FORMAT), said("mend-update"))
    return StoreMismatch(said("store-older", found=found, known=FORMAT), said("mend-upgrade"))
