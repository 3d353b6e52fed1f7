"""From settings to services: the only place that knows all the parts and puts them together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.domain.actor import Actor
from orgraph.domain.time import CHINA, Clock
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.engines.endpoint import Engine
from orgraph.graph.engines.external import external_engine
from orgraph.graph.store import Store
from orgraph.seeding.scripts import SCRIPT, read_script
from orgraph.sending.networks import networks_of
from orgraph.sending.targets import read_targets
from orgraph.services.actions import Actions
from orgraph.services.assignments import Assignments
from orgraph.services.audits import Audits
from orgraph.services.background import Background
from orgraph.services.counts import Counts
from orgraph.services.coverage import Coverage
from orgraph.services.dispatch import Dispatch
from orgraph.services.escalation import Escalation
from orgraph.services.fields import Fields
from orgraph.services.figures import Figures
from orgraph.services.importing import Importing
from orgraph.services.journal import Journal
from orgraph.services.ledger import Ledger
from orgraph.services.notifier import Notifier
from orgraph.services.numbers import Numbers
from orgraph.services.offers import Offers
from orgraph.services.openings import Openings
from orgraph.services.parties import Parties
from orgraph.services.places import Places
from orgraph.services.registry import Registry
from orgraph.services.retention import Retention
from orgraph.services.skeletons import Skeletons
from orgraph.services.supervision import Supervisor
from orgraph.services.tasks import Tasks
from orgraph.services.upkeep import Upkeep
from orgraph.services.weak_points import WeakPointFinder
from orgraph.settings import Settings, pack_folders, schema_folder, seeds_folder, shipped_phrases


class SystemClock:
    """The present, as the machine has it."""

    def now(self) -> datetime:
        """Now, in Asia/Shanghai."""
        return datetime.now(CHINA)


@dataclass(frozen=True, slots=True)
class StandingClock:
    """The present of an invented world: its day never ends, so that what a page shows stays true."""

    at: datetime

    def now(self) -> datetime:
        """Always the same instant."""
        return self.at


@dataclass(frozen=True, slots=True)
class Services:
    """All services over one store, for one configuration."""

    settings: Settings
    definitions: Definitions
    store: Store
    actor: Actor
    clock: Clock
    places: Places
    coverage: Coverage
    dispatch: Dispatch
    actions: Actions
    tasks: Tasks
    audits: Audits
    registry: Registry
    importing: Importing
    skeletons: Skeletons
    figures: Figures
    upkeep: Upkeep
    ledger: Ledger
    retention: Retention
    escalation: Escalation
    notifier: Notifier
    supervisor: Supervisor
    counts: Counts
    offers: Offers
    weak_points: WeakPointFinder
    background: Background


def clock_of(settings: Settings) -> Clock:
    """The clock of the machine; in an invented world one that stands. Raises DefinitionsFaulty."""
    now = read_script(seeds_folder(settings) / SCRIPT).now if settings.world else None
    return StandingClock(now) if now else SystemClock()


def definitions_of(settings: Settings) -> Definitions:
    """
    The merged definitions of the schema and of all packs. Raises DefinitionsFaulty.

    The shipped schema words all that it says; only for one of one's own do the shipped phrases stand in.
    """
    phrases = shipped_phrases() if settings.schema_dir else {}
    return load_definitions(schema_folder(settings), pack_folders(settings), phrases)


def engine_of(settings: Settings) -> AbstractAsyncContextManager[Engine]:
    """The engine that the settings name, entered to start or join it. Raises EngineUnavailable and BadAddress."""
    if settings.store == "embedded":
        return embedded_engine(
            settings.store_folder,
            heap=settings.heap,
            linger=settings.linger,
            statement_timeout=settings.statement_timeout,
        )
    return external_engine(
        settings.store,
        user=settings.store_user,
        password=settings.store_password.get_secret_value(),
        database=settings.store_database,
        ca=settings.store_ca,
    )


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    clock: Clock | None = None,
    new_id: Callable[[], str] = lambda: str(uuid4()),
    check: bool = True,
) -> AsyncIterator[Services]:
    """
    All services over the store of `settings`; leaving closes what was opened.

    With `check`, a new store is prepared and one of another format or other definitions is refused (StoreMismatch).
    """
    definitions = definitions_of(settings)
    async with engine_of(settings) as engine, Store(engine, definitions, settings.statement_timeout) as store:
        services = assemble(settings, definitions, store, clock or clock_of(settings), new_id)
        if check:
            await services.upkeep.prepare()
        yield services


def assemble(
    settings: Settings, definitions: Definitions, store: Store, clock: Clock, new_id: Callable[[], str]
) -> Services:
    """The services over a store that is already open."""
    places = Places(store, definitions)
    parties = Parties(store, definitions, places)
    openings = Openings(store, definitions, places, parties, clock, new_id)
    numbers = Numbers(store, definitions, clock)
    tasks = Tasks(store, definitions, places, parties, numbers, clock)
    fields = Fields(definitions, places, parties, tasks, clock)
    allowed = networks_of(settings.webhook_networks)
    targets = read_targets(settings.webhooks, allowed, definitions.event_types) if settings.webhooks else ()
    journal = Journal(store, definitions, clock, new_id, targets)
    ledger = Ledger(store, definitions, journal)
    retention = Retention(store, definitions, ledger, clock)
    escalation = Escalation(store, definitions, journal, clock, new_id)
    notifier = Notifier(store, targets, allowed, clock, new_id)
    counts = Counts(store, definitions, places, parties, clock)
    return Services(
        settings=settings,
        definitions=definitions,
        store=store,
        actor=Actor(settings.actor),
        clock=clock,
        places=places,
        coverage=Coverage(store, definitions, places, parties, clock),
        dispatch=Dispatch(definitions, openings, tasks, fields, journal),
        actions=Actions(store, definitions, Assignments(definitions, openings), parties, fields, journal, clock),
        tasks=tasks,
        audits=Audits(store, definitions, places, clock),
        registry=Registry(store, definitions, places, numbers, clock),
        importing=Importing(store, definitions, clock, new_id),
        skeletons=Skeletons(store, definitions, places, clock),
        figures=Figures(store, definitions, counts),
        upkeep=Upkeep(store, definitions, clock),
        ledger=ledger,
        retention=retention,
        escalation=escalation,
        notifier=notifier,
        supervisor=Supervisor(store, definitions, places, clock),
        counts=counts,
        offers=Offers(store, definitions, places, clock),
        weak_points=WeakPointFinder(store, definitions, places, clock),
        background=Background((escalation, *notifier.works(), *([retention] if retention.wanted else [])), store.bell),
    )
