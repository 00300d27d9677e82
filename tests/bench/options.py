"""How long the benchmark runs. Every figure is a median over interleaved rounds, so that noise hits all alike."""

import os
from dataclasses import dataclass

PROCESSES = min(2, os.cpu_count() or 1)
"""Of the server: as many as pgbench has threads."""


@dataclass(frozen=True, slots=True)
class Options:
    """Rounds, seconds of one slice, sessions known before, connections of the burst."""

    rounds: int
    seconds: float
    sessions: int
    burst: int

    @classmethod
    def given(cls) -> "Options":
        """`BENCH_ROUNDS`, `BENCH_SECONDS`, `BENCH_SESSIONS` and `BENCH_BURST` of the environment."""
        env = os.environ.get
        return cls(
            int(env("BENCH_ROUNDS", "5")),
            float(env("BENCH_SECONDS", "3")),
            int(env("BENCH_SESSIONS", "100000")),
            int(env("BENCH_BURST", "96")),
        )
