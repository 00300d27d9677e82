"""`make bench`: every part in turn, round by round, then one table."""

import asyncio
import subprocess
from pathlib import Path

from tests.bench import database, report
from tests.bench.bare import Bare
from tests.bench.fullpath import Served
from tests.bench.options import Options
from tests.bench.serving import settings
from tests.bench.talk import STEPS

ONE = (1, 8, 8)
"""One message a commit, on as many connections as pgbench has clients."""
BURST = (32, 4, 12)
PEER = Path(".venv-bench/bin/python")


def aiogram(seconds: float) -> float | None:
    """aiogram's messages a second; None when it could not be installed."""
    if not PEER.exists():
        return None
    script = Path(__file__).with_name("aiogram_ten.py")
    ran = subprocess.run([PEER, script, str(seconds)], capture_output=True, text=True, check=False)
    return float(ran.stdout) if ran.returncode == 0 else None


async def measure(data: database.Database, options: Options) -> report.Measured:
    """All rounds. Each round runs every case once, so that what else the machine does hits all alike."""
    seen = report.Measured(options)
    bare = await Bare.ready(data.url)
    one, burst = Served(data, "one", database.CLIENTS, ONE), Served(data, "burst", options.burst, BURST)
    for number in range(-1, options.rounds):
        seconds = options.seconds if number >= 0 else 1.0
        await data.calm_down()
        figures = report.Round(
            data.pgbench(seconds, options.sessions),
            await one.slice(seconds),
            await burst.slice(seconds),
            aiogram(min(seconds, 1.5)),
            {part: getattr(bare, part)() for part in report.PARTS},
        )
        if number < 0:
            await data.settle()
        else:
            seen.rounds.append(figures)
    one.close()
    burst.close()
    slices = [one for r in seen.rounds for one in (r.one, r.burst)]
    await data.ordered(sum(s.messages for s in slices) / STEPS - len(slices) * options.burst)
    for shape, connections, where in ((ONE, database.CLIENTS, seen.one), (BURST, options.burst, seen.burst)):
        timed = Served(data, f"timed{connections}", connections, shape, timed=True)
        where.append(await timed.slice(options.seconds))
        timed.close()
    return seen


def main() -> None:
    """Measure and print."""
    options = Options.given()
    with database.running() as data:
        asyncio.run(data.prepare(settings(), options.sessions))
        measured = asyncio.run(measure(data, options))
    print(report.markdown(measured))


if __name__ == "__main__":
    main()
