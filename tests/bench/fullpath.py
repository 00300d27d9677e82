"""The full path: signed webhook over HTTP → durable → turn → outbox row committed, driven by a load of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

from tests.bench.database import Database

NEW_USERS = 50_000_000
"""Numbers from here on belong to nobody known."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of load. CPU is in seconds; `percentiles` are of the POSTs, in milliseconds."""

    messages: int
    seconds: float
    percentiles: tuple[float, float, float]
    bot_cpu: float
    pg_cpu: float
    load_cpu: float
    timers: dict[str, tuple[int, float]]

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds


def _together(found: Iterable[dict[str, tuple[int, float]]]) -> dict[str, tuple[int, float]]:
    """The timers of all processes as one."""
    out: dict[str, tuple[int, float]] = {}
    for timers in found:
        for label, (calls, seconds) in timers.items():
            before = out.get(label, (0, 0.0))
            out[label] = (before[0] + calls, before[1] + seconds)
    return out


class Served:
    """Server processes on one port and the load on them.

    `shape` = processes, and for each of them messages a commit, transactions at once, database connections.
    """

    users = 0

    def __init__(
        self, database: Database, name: str, connections: int, shape: tuple[int, int, int, int], *, timed: bool = False
    ) -> None:
        self.database, self.name, self.connections = database, name, connections
        processes, *limits = shape
        flags = [*map(str, limits), *(["timed"] if timed else [])]
        self._processes: list[subprocess.Popen[str]] = []
        self._own: list[int] = []
        self.port = 0
        for _ in range(processes):
            command = [sys.executable, "-m", "tests.bench.serving", database.url, str(self.port), *flags]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            self.port, own = map(int, process.stdout.readline().split())
            self._own.append(own)
            self._processes.append(process)
        self._count = 0

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.communicate("")

    async def slice(self, seconds: float) -> Slice:
        """So many seconds of load, and whatever was then still in hand; every message is looked up afterwards."""
        before, pg_before = self._idle(), self.database.cpu()
        told = self._load(seconds)
        after, pg_after = self._idle(), self.database.cpu()
        if told["refused"]:
            raise SystemExit(f"{told['refused']} messages were not answered 200")
        await self.database.check(told["keys"])
        times = sorted(told["ms"])
        marks = tuple(times[int(len(times) * share)] for share in (0.50, 0.95, 0.99))
        return Slice(
            len(told["keys"]),
            told["seconds"],
            (marks[0], marks[1], marks[2]),
            sum(one["cpu"] for one in after) - sum(one["cpu"] for one in before),
            pg_after - pg_before,
            told["cpu"],
            _together(one["timers"] for one in after),
        )

    def _idle(self) -> list[Any]:
        found = []
        for port in self._own:
            with urlopen(f"http://127.0.0.1:{port}/bench/idle", timeout=60) as answer:
                found.append(json.load(answer))
        return found

    def _load(self, seconds: float) -> Any:
        self._count += 1
        run = f"{self.name}{self._count}"
        users = [str(Served.users), str(NEW_USERS + Served.users)]
        ports = ",".join(map(str, (self.port, *self._own)))
        command = [sys.executable, "-m", "tests.bench.load", ports, str(self.connections), str(seconds), run]
        ran = subprocess.run([*command, *users], capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SystemExit(f"load: {ran.stderr[-2000:]}")
        told = json.loads(ran.stdout)
        Served.users += told["chats"]
        return told
