"""The load: a process of its own that plays conversations over keep-alive connections, and times every POST.

`python -m tests.bench.load PORTS CONNECTIONS SECONDS RUN KNOWN NEW`: requests are made and signed before the clock
starts. The first of PORTS takes the load, the others tell when their process is idle. Each connection plays one
conversation after another, one message at a time. KNOWN and NEW are the first numbers
of users who have written before, and who have not. Prints one JSON object.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import cast

import uvloop

from tests.bench.talk import NEW_EVERY, STEPS, Chat, chat

MOST = 4000.0
"""Messages a second to be ready for."""
IDLE = b"GET /bench/idle HTTP/1.1\r\nHost: bench\r\n\r\n"


class Wire(asyncio.Protocol):
    """One connection; `ask` sends a request and returns the status of its answer."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        if self._seen.endswith(b"}") and self._answer is not None:
            status, self._seen = int(self._seen[9:12]), b""
            self._answer.set_result(status)

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up"))

    async def ask(self, request: bytes) -> int:
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


class Load:
    """One slice of load."""

    def __init__(self, chats: Iterator[Chat], seconds: float) -> None:
        self.chats, self.seconds = chats, seconds
        self.prepared = time.process_time()
        self.latencies: list[float] = []
        self.keys: list[str] = []
        self.refused = 0
        self.chats_begun = 0
        self.end = 0.0

    async def run(self, port: int, idle: Sequence[int], connections: int) -> float:
        """Play until the time is over; the seconds until everything was answered and done."""
        loop = asyncio.get_running_loop()
        wires = [(await loop.create_connection(Wire, "127.0.0.1", port))[1] for _ in range(connections)]
        start = time.perf_counter()
        self.end = start + self.seconds
        await asyncio.gather(*map(self._work, wires))
        for own in idle:
            await (await loop.create_connection(Wire, "127.0.0.1", own))[1].ask(IDLE)
        return time.perf_counter() - start

    async def _work(self, wire: Wire) -> None:
        for one in self.chats:
            self.chats_begun += 1
            for key, request in zip(one.keys, one.requests, strict=True):
                start = time.perf_counter()
                if start > self.end:
                    return
                status = await wire.ask(request)
                self.latencies.append(time.perf_counter() - start)
                if status == 200:
                    self.keys.append(key)
                else:
                    self.refused += 1
        raise SystemExit("the load ran out of conversations: raise MOST")


def main() -> None:
    """Play one slice."""
    ports, connections, seconds, run, known, new = sys.argv[1:]
    wanted = int(float(seconds) * MOST / STEPS) + int(connections)
    users = [n + int(known if n % NEW_EVERY else new) for n in range(wanted)]
    load = Load(iter([chat(run, user) for user in users]), float(seconds))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        port, *idle = map(int, ports.split(","))
        took = runner.run(load.run(port, idle, int(connections)))
    told = {
        "keys": load.keys,
        "refused": load.refused,
        "chats": load.chats_begun,
        "ms": [1000 * latency for latency in load.latencies],
        "seconds": took,
        "cpu": time.process_time() - load.prepared,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
