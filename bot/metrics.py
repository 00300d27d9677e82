"""Counters of the whole program, in Prometheus' format at `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Histogram

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
