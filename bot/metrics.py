"""Counters of the whole program, in Prometheus' format at `/metrics`.

With PROMETHEUS_MULTIPROC_DIR in the environment, as `serve --processes` sets it, every process keeps its figures in
files there, and whichever is asked tells the sum of all.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Read by the library when it is imported."""

REGISTRY = CollectorRegistry()

MESSAGES = Counter("bot_messages", "Messages taken in", ["channel"], registry=REGISTRY)
STATUSES = Counter("bot_statuses", "Statuses of sent messages", ["channel", "receipt"], registry=REGISTRY)
RAW_KEPT = Counter("bot_raw_kept", "Signed pieces kept raw: not understood, or nobody's", ["reason"], registry=REGISTRY)
REFUSED = Counter("bot_refused", "Requests refused at the edge", ["code"], registry=REGISTRY)
WEBHOOK_SECONDS = Histogram(
    "bot_webhook_seconds",
    "From a webhook's arrival to everything durable",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)


def told() -> bytes:
    """All figures as Prometheus reads them."""
    if SHARED not in os.environ:
        return generate_latest(REGISTRY)
    everybody = CollectorRegistry()
    MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
    return generate_latest(everybody)
