"""What a server counts, as Prometheus reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from finder.counts import BOUNDS_S, STATUSES, Counts, RouteCount
from finder.hours import ZONE
from finder.readiness import Readiness

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_STATUS_NAMES = (*map(str, STATUSES), "other")
_TOO_MANY = STATUSES.index(429)


def metrics_text(counts: Counts, found: Readiness, acts: Mapping[str, int]) -> tuple[bytes, str]:
    """Return the text and its type.

    Args:
        acts: how many acts of each kind changed the list or were refused.
    """
    # Only whoever asks for it pays for the library.
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
    from prometheus_client.registry import Collector, CollectorRegistry

    class Present(Collector):
        def collect(self) -> Iterable[Metric]:
            yield from _requests(counts.routes())
            yield from _states(counts, found, acts)

    registry = CollectorRegistry()
    registry.register(Present())
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4


def _requests(routes: Mapping[str, RouteCount]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    answered = CounterMetricFamily(
        "finder_requests", "Requests that were answered.", labels=["route", "status"]
    )
    took = HistogramMetricFamily(
        "finder_request_seconds", "How long they took.", labels=["route"], unit="seconds"
    )
    limited = CounterMetricFamily("finder_rate_limited", "Requests that came too often.")
    for name, route in routes.items():
        for status, count in zip(_STATUS_NAMES, route.statuses, strict=True):
            if count:
                answered.add_metric([name, status], count)
        if any(route.statuses):
            buckets = zip((*map(str, BOUNDS_S), "+Inf"), accumulate(route.times), strict=True)
            took.add_metric([name], list(buckets), route.seconds)
    limited.add_metric([], sum(route.statuses[_TOO_MANY] for route in routes.values()))
    yield from (answered, took, limited)


def _states(counts: Counts, found: Readiness, acts: Mapping[str, int]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    yield GaugeMetricFamily(
        "finder_ready", "Whether a checked list is served.", value=found.is_ready
    )
    if found.version:
        yield GaugeMetricFamily(
            "finder_version", "The published version.", value=found.version.number
        )
        yield GaugeMetricFamily(
            "finder_version_age_seconds", "Time since it was published.", value=found.age_s
        )
        yield GaugeMetricFamily("finder_facilities", "Its rows.", value=found.version.facilities)
    end = dt.datetime.combine(found.known_until + dt.timedelta(days=1), dt.time(), ZONE)
    yield GaugeMetricFamily(
        "finder_calendar_known_until_timestamp_seconds",
        "The end of the holiday calendar.",
        value=end.timestamp(),
    )
    if found.shared_store in ("reachable", "unreachable"):
        yield GaugeMetricFamily(
            "finder_shared_store_reachable",
            "Whether the store of several machines answers.",
            value=found.shared_store == "reachable",
        )
    yield GaugeMetricFamily("finder_workers", "Processes that answer.", value=counts.workers())
    yield CounterMetricFamily(
        "finder_worker_starts", "Processes that were started.", value=counts.starts()
    )
    published = CounterMetricFamily(
        "finder_list_changes", "Published lists by how, and refused files.", labels=["act"]
    )
    for act, count in sorted(acts.items()):
        published.add_metric([act], count)
    yield published
