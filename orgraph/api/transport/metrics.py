"""What Prometheus may know: requests by root field and outcome, how long they took, statements, background work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from orgraph.services.background import PartState

TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class _Statements(Collector):
    """The store counts its statements itself; read when asked for."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count

    def collect(self) -> Iterator[CounterMetricFamily]:
        """One number."""
        yield CounterMetricFamily("orgraph_statements", "Statements sent to the graph store", value=self._count())


class _Background(Collector):
    """How it stands with what goes on by itself; read when asked for."""

    def __init__(self, states: Callable[[], Sequence[PartState]]) -> None:
        self._states = states

    def collect(self) -> Iterator[Metric]:
        """Two numbers a part."""
        labels = ("part", "target")
        failures = CounterMetricFamily("orgraph_background_failures", "What failed in the background", labels=labels)
        failing = GaugeMetricFamily(
            "orgraph_background_failing", "1 while a part of the background work fails", labels=labels
        )
        for one in self._states():
            failures.add_metric((one.part, one.target), one.failures)
            failing.add_metric((one.part, one.target), 1 if one.in_a_row else 0)
        yield from (failures, failing)


class Metrics:
    """The metrics of one application, in a registry of its own."""

    def __init__(self, statements: Callable[[], int], background: Callable[[], Sequence[PartState]]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Statements(statements))
        self._registry.register(_Background(background))
        self._requests = Counter(
            "orgraph_requests", "GraphQL requests", ("operation", "outcome"), registry=self._registry
        )
        self._seconds = Histogram(
            "orgraph_request_seconds",
            "Seconds that a GraphQL request took",
            ("operation",),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def observe(self, operation: str, outcome: str, seconds: float) -> None:
        """Count a request. `operation` is its first root field: few values, whatever clients call their operations."""
        self._requests.labels(operation, outcome).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
