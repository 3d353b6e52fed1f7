"""Reads a pack, checks it whole against what is there, and plans what to write."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from orgraph.analysis.counts import CountChecks, counted_anew, overlap_faults
from orgraph.analysis.faulting import Known, KnownArea, KnownEnd
from orgraph.analysis.living import gap_faults, living_faults, past_faults
from orgraph.analysis.row_checks import check_changes, check_rows
from orgraph.definitions.definitions import Definitions
from orgraph.domain.canonical import digest
from orgraph.domain.imports import Group, ImportRecord, ImportRefused, Mode, Plan, PlannedChange, RowAction, RowFault
from orgraph.domain.records import OBSERVATION, OFFICER, SERVICE, Held
from orgraph.domain.rows import AreaRow, CountRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row, ServiceRow
from orgraph.domain.said import Said, said
from orgraph.domain.time import OPEN_END
from orgraph.graph.counts import observations_of_others
from orgraph.graph.holdings import BaseArea, base_areas, held_by, known_nodes
from orgraph.graph.importing import newest_import
from orgraph.graph.store import Store
from orgraph.rules.packs.changes import Changing
from orgraph.rules.packs.dating import Dating
from orgraph.rules.packs.groups import Grouping, group_counts
from orgraph.rules.packs.held_rows import HeldRows, key_faults
from orgraph.rules.packs.rows import Recording
from orgraph.rules.packs.snapshot import Work, plan_snapshot
from orgraph.seeding.empty_tables import empty_tables, tableless
from orgraph.seeding.manifest import RENAME, REPLACE, Manifest, digest_of
from orgraph.seeding.pack import Pack, read_pack
from orgraph.seeding.stray_files import stray_files
from orgraph.seeding.synthesis import generate
from orgraph.services.pack_hanging import ended_by_changes, ended_by_list, going_on, left_hanging
from orgraph.services.pack_ties import Origins, tie_faults
from orgraph.services.plan_rows import PlanRows, grouping_of

SHOWN = 20
"""Changes and ends that a plan shows one by one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """
    A pack that was read, checked and planned; nothing to do when its plan has no changes.

    `held` rows of it are in the store, without counts. `telling` tells its rows one by one. `after` is how far the
    pack's newest import was when the plan was made, empty if there was none.
    """

    manifest: Manifest
    plan: Plan
    work: Work
    held: int
    notices: tuple[Said, ...] = ()
    after: str = ""
    telling: PlanRows | None = None


class PackPlanning:
    """Turns the folder of a pack into a plan, or refuses it whole with every bad row."""

    def __init__(self, store: Store, definitions: Definitions) -> None:
        self._store = store
        self._definitions = definitions

    async def prepare(self, manifest: Manifest, loaded: Mapping[str, ImportRecord]) -> Prepared:
        """
        The plan for a pack; `loaded` are the packs in the store.

        Raises ImportRefused with all faults, and DefinitionsFaulty for the pack's YAML files.
        """
        manifest = _rooted(manifest, loaded)
        matter = self._digest(manifest, loaded)
        last = loaded.get(manifest.key)
        if last is not None and last.digest == matter:
            stray = stray_files(manifest)
            if stray.faults:
                raise _refused(manifest, stray.faults)
            return Prepared(manifest, _plan(manifest, matter, Work()), Work(), 0, stray.notices)
        pack = read_pack(manifest.folder, self._definitions)
        if pack.faults:
            raise _refused(manifest, pack.faults)
        base = await base_areas(self._store, manifest.root, manifest.key)
        after = await newest_import(self._store, manifest.key)
        held = await self._held(manifest.key, after)
        if manifest.mode is Mode.CHANGES:
            work = await self._planned_changes(manifest, pack, base, held)
        else:
            work = await self._planned_snapshot(manifest, pack, base, held, first=last is None)
        grouping = await grouping_of(self._store, self._definitions, work)
        if manifest.mode is Mode.SNAPSHOT:
            _check_recoded(manifest, pack, grouping)
        replaced = {code for code in grouping.recycled if manifest.recoded.get(code) == REPLACE}
        telling = PlanRows(self._store, self._definitions, work, grouping, manifest.as_of)
        others = dict.fromkeys(replaced, manifest.as_of.isoformat())
        hanging, deeper = await left_hanging(self._store, work, manifest.key, others)
        plan = replace(
            _plan(manifest, matter, work),
            shown=await _first(telling),
            hanging=hanging,
            deeper=deeper,
            groups=group_counts(work, grouping),
        )
        if last is not None and manifest.as_of < last.as_of:
            plan = replace(plan, older_than=last.as_of)
        return Prepared(manifest, plan, work, _organisation(held), pack.notices, after, telling)

    def _digest(self, manifest: Manifest, loaded: Mapping[str, ImportRecord]) -> str:
        """What decides the outcome: the folder, the definitions, and the packs that it builds on."""
        below = {key: loaded[key].digest for key in manifest.requires if key in loaded}
        return digest([digest_of(manifest.folder), self._definitions.hash, dict(below)])

    async def _held(self, pack: str, after: str) -> Mapping[str, Held]:
        """What imports up to `after` have brought, those that died half way included; without any, nothing."""
        return await held_by(self._store, pack, self._definitions.graph) if after else {}

    async def _planned_snapshot(
        self, manifest: Manifest, pack: Pack, base: Sequence[BaseArea], held: Mapping[str, Held], first: bool
    ) -> Work:
        with _collector_at_rest():
            dating = Dating(held, manifest.as_of, first)
            living = [area.row for area in base if area.row.until > manifest.as_of]
            generated = generate(pack, living, self._definitions)
            rows = [*dating.rows(pack.rows), *dating.generated(generated, manifest.since)]
        known = await self._known(manifest.key, rows, base, held)
        with _collector_at_rest():
            recording = self._recording(rows, known)
            ended = ended_by_list(rows, known.ended, held, manifest.as_of)
            counts = CountChecks(manifest.key, rows, known, self._definitions, ended, manifest.as_of)
            faults = {
                *check_rows(manifest.key, rows, known, self._definitions),
                *living_faults(rows, ended, held),
                *gap_faults(rows, held, manifest.as_of),
                *past_faults(rows, recording, held, manifest.as_of),
                *key_faults(pack.rows, held),
                *counts.faults(rows, held),
            }
            if faults:
                raise _refused(manifest, tuple(sorted(faults)))
            work = plan_snapshot(recording.records(rows), held, manifest.as_of)
            _check_labels(manifest, rows, work, held)
        await self._check_ties(manifest, rows, work, held, Origins(manifest, rows))
        return work

    async def _planned_changes(
        self, manifest: Manifest, pack: Pack, base: Sequence[BaseArea], held: Mapping[str, Held]
    ) -> Work:
        added = [one.row for one in pack.changes if one.action is RowAction.ADD]
        meant = HeldRows(held, manifest.as_of)
        joined = {key for one in pack.changes for there in meant.meant_by(one.row) for key in (there.start, there.end)}
        known = await self._known(manifest.key, [one.row for one in pack.changes], base, held, joined - {""})
        ended = ended_by_changes(pack.changes, known.ended, held)
        counts = CountChecks(manifest.key, added, known, self._definitions, ended, manifest.as_of)
        faults = {
            *check_rows(manifest.key, added, known, self._definitions),
            *check_changes(manifest.key, pack.changes, known, self._definitions),
            *living_faults(going_on(pack.changes), ended, held),
            *counts.faults_of_changes(pack.changes, held),
        }
        changing = Changing(held, manifest.as_of, self._recording(added, known), self._definitions)
        owners = {code: area.pack for code, area in known.areas.items()}
        owners |= {
            key: end.pack
            for key, end in chain(*(found.items() for found in (known.organisations, known.officers, known.services)))
        }
        changing.plan(pack.changes, {code: area.level for code, area in known.areas.items()}, owners)
        if faults or changing.faults:
            raise _refused(manifest, tuple(sorted({*faults, *changing.faults})))
        rows = [one.row for one in pack.changes]
        await self._check_ties(manifest, rows, changing.work, held, Origins(manifest, rows, changing.origins))
        return changing.work

    async def _check_ties(
        self, manifest: Manifest, rows: Sequence[Row], work: Work, held: Mapping[str, Held], origins: Origins
    ) -> None:
        faults = await tie_faults(self._store, self._definitions, manifest.key, rows, work, held, origins)
        faults += await self._counted_twice(manifest.key, rows, work, held)
        if faults:
            raise _refused(manifest, faults)

    async def _counted_twice(
        self, pack: str, rows: Sequence[Row], work: Work, held: Mapping[str, Held]
    ) -> tuple[RowFault, ...]:
        anew = counted_anew(work)
        if not anew:
            return ()
        others = await observations_of_others(self._store, anew, pack)
        return overlap_faults(work, held, others, (row for row in rows if isinstance(row, CountRow)))

    async def _known(
        self,
        pack: str,
        rows: Sequence[Row],
        base: Sequence[BaseArea],
        held: Mapping[str, Held],
        besides: Collection[str] = (),
    ) -> Known:
        """What the rows, and `besides`, refer to and other packs, or earlier imports of this one, have brought."""
        areas = {
            one.row.code: KnownArea(one.row.code, one.row.level, one.row.parent, one.pack, one.row.kind) for one in base
        }
        asked_areas, others = _references(rows, besides)
        others_areas = await known_nodes(self._store, "Area", sorted(asked_areas - areas.keys()))
        for key, node in others_areas.items():
            areas[key] = KnownArea(key, node.kind, "", node.pack)
        own = {key for key in others if key.startswith(f"{pack}:")}  # no other pack may bring these, so `held` has them
        officers = {key for key in own & held.keys() if held[key].table == OFFICER}
        services = {key for key in own & held.keys() if held[key].table == SERVICE}
        known = await known_nodes(self._store, OFFICER, sorted(others - own))
        offered = await known_nodes(self._store, SERVICE, sorted(others - own))
        organisations = await known_nodes(
            self._store, "Unit", sorted((others - own) | ((own & held.keys()) - officers - services))
        )
        return Known(
            areas,
            {key: KnownEnd(key, node.kind, node.pack, node.unit) for key, node in organisations.items()},
            {key: KnownEnd(key, node.kind, node.pack) for key, node in known.items()}
            | {key: KnownEnd(key, "", pack) for key in officers},
            {key: KnownEnd(key, node.kind, node.pack) for key, node in offered.items()}
            | {key: KnownEnd(key, "", pack) for key in services},
            {one.row.code: one.row.until for one in base if one.row.until != OPEN_END}
            | {
                key: date.fromisoformat(node.until)
                for key, node in chain(others_areas.items(), organisations.items())
                if node.until and node.until != OPEN_END.isoformat()
            },
        )

    def _recording(self, rows: Sequence[Row], known: Known) -> Recording:
        return Recording(
            self._definitions,
            chain(known.organisations, (row.code for row in rows if isinstance(row, OrganisationRow))),
            chain(known.officers, (row.id for row in rows if isinstance(row, OfficerRow))),
            chain(known.services, (row.code for row in rows if isinstance(row, ServiceRow))),
        )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """
    No search for cyclic garbage meanwhile. Rows come by the hundred thousand and none of them is garbage, yet the
    collector would go through all of them again and again: a third of the time. Not to be held across an await.
    """
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()


async def _first(telling: PlanRows) -> tuple[PlannedChange, ...]:
    """The first rows but those that only begin."""
    found: list[PlannedChange] = []
    async for row in telling.rows(*(group for group in Group if group is not Group.BEGUN)):
        found.append(row)
        if len(found) == SHOWN:
            break
    return tuple(found)


def _references(rows: Iterable[Row], besides: Collection[str]) -> tuple[set[str], set[str]]:
    """Keys that rows refer to or define and that may lie in the store: those of areas, and all others."""
    keys: set[str] = set(besides)
    for row in rows:
        match row:
            case AreaRow():
                keys.update((row.code, row.parent))
            case OrganisationRow():
                keys.add(row.code)
            case OfficerRow():
                keys.add(row.id)
            case ServiceRow():
                keys.add(row.code)
            case PostingRow():
                keys.update((row.officer, row.at))
            case RelationRow():
                keys.update((row.source, row.target))
            case CountRow():
                keys.add(row.at)
    others = {key for key in keys if ":" in key}
    return keys - others - {""}, others


def _check_labels(manifest: Manifest, rows: Iterable[Row], work: Work, held: Mapping[str, Held]) -> None:
    """A node keeps its labels for ever, so a unit cannot become a party organisation under the same code."""
    wrong = {record.id for records in work.adds.values() for record in records if record.is_node and record.id in held}
    faults = [
        RowFault(
            row.origin.file,
            row.origin.line,
            "kind",
            row.code,
            said("unit-and-party"),
            said("mend-other-code"),
        )
        for row in rows
        if isinstance(row, OrganisationRow) and row.code in wrong
    ]
    if faults:
        raise _refused(manifest, tuple(faults))


def _check_recoded(manifest: Manifest, pack: Pack, grouping: Grouping) -> None:
    """A code that stands for another area now takes nobody along without a word: a person says whether it is so."""
    undecided = {code: name for code, name in grouping.recycled.items() if code not in manifest.recoded}
    if not undecided:
        return
    faults = []
    for row in pack.rows:
        if isinstance(row, AreaRow) and row.code in undecided:
            was, other = grouping.called[row.code][1], grouping.others[row.code]
            problem = said("another-area-now", code=row.code, was=was, other=other)
            remedy = said("mend-say-recoded", code=row.code, rename=RENAME, replace=REPLACE)
            faults.append(RowFault(row.origin.file, row.origin.line, "name", row.name, problem, remedy))
    raise _refused(manifest, tuple(sorted(faults)))


def _rooted(manifest: Manifest, loaded: Mapping[str, ImportRecord]) -> Manifest:
    """The manifest with the pack's root where a folder of changes names none; what it needs is loaded."""
    missing = [key for key in manifest.requires if key not in loaded]
    if manifest.mode is Mode.CHANGES and manifest.key not in loaded:
        missing.append(manifest.key)
    if missing:
        raise ImportRefused(
            said("builds-on", pack=manifest.shown, needed=missing), said("mend-load-first", packs=missing)
        )
    return manifest if manifest.root else replace(manifest, root=loaded[manifest.key].root)


def _plan(manifest: Manifest, matter: str, work: Work) -> Plan:
    synthetic = sum(bool(record.values.get("synthetic")) for records in work.adds.values() for record in records)
    return Plan(
        pack=manifest.key,
        title_zh=manifest.title.zh,
        title_en=manifest.title.en,
        mode=manifest.mode,
        as_of=manifest.as_of,
        digest=matter,
        counts=work.counts(),
        synthetic=synthetic,
        empty=empty_tables(manifest),
        tableless=tableless(manifest),
    )


def _organisation(held: Mapping[str, Held]) -> int:
    """How many rows a pack holds besides counts: of these there are many, and none of the others may end for it."""
    return sum(one.table != OBSERVATION for one in held.values())


def _refused(manifest: Manifest, faults: tuple[RowFault, ...]) -> ImportRefused:
    problem = said("pack-refused", pack=manifest.shown, count=len(faults))
    return ImportRefused(problem, said("mend-and-import-again"), faults)
