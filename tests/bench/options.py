"""How long the benchmark runs. Every figure is a median over rounds that are interleaved, so that noise hits all alike."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`BENCH_ROUNDS`, `BENCH_SECONDS` (of one slice), `BENCH_SESSIONS` (known before), `BENCH_BURST` (connections)."""

    rounds: int = 5
    seconds: float = 3.0
    sessions: int = 100_000
    burst: int = 96

    @classmethod
    def given(cls) -> "Options":
        """The options of this environment."""
        env = os.environ.get
        return cls(
            int(env("BENCH_ROUNDS", cls_default("rounds"))),
            float(env("BENCH_SECONDS", cls_default("seconds"))),
            int(env("BENCH_SESSIONS", cls_default("sessions"))),
            int(env("BENCH_BURST", cls_default("burst"))),
        )


def cls_default(name: str) -> str:
    """A field's default, as the environment would give it."""
    return str(Options.__dataclass_fields__[name].default)
