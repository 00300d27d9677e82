"""`make bench`: every part in turn, round by round, then one table."""

import asyncio
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.bench import database, report
from tests.bench.bare import Bare
from tests.bench.fullpath import Served
from tests.bench.options import PROCESSES, Options
from tests.bench.serving import settings
from tests.bench.talk import STEPS

ONE = (PROCESSES, 1, database.CLIENTS // PROCESSES, 2 * database.CLIENTS // PROCESSES)
"""One message a commit, as many at once as pgbench has clients; beside them turns alone."""
BURST = (PROCESSES, 32, 2, 10)
PEER = Path(".venv-bench/bin/python")


def aiogram(seconds: float) -> float | None:
    """aiogram's messages a second; None when it is not installed or does not run."""
    if not PEER.exists():
        return None
    script = Path(__file__).with_name("aiogram_ten.py")
    ran = subprocess.run([PEER, script, str(seconds)], capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"aiogram: {ran.stderr[-300:]}", file=sys.stderr)
        return None
    return float(ran.stdout)


async def measure(data: database.Database, options: Options) -> report.Measured:
    """All rounds. Each round runs every case once, so that what else the machine does hits all alike."""
    seen = report.Measured(options)
    bare = await Bare.ready(data.url)
    with (
        closing(Served(data, "one", database.CLIENTS, ONE)) as one,
        closing(Served(data, "burst", options.burst, BURST)) as burst,
    ):
        await one.slice(options.seconds)
        await burst.slice(options.seconds)
        await data.settle()
        for _ in range(options.rounds):
            await data.calm_down()
            figures = report.Round(
                data.pgbench(options.seconds, options.sessions),
                await one.slice(options.seconds),
                await burst.slice(options.seconds),
                aiogram(min(options.seconds, 1.5)),
                {part: getattr(bare, part)() for part in report.PARTS},
            )
            seen.rounds.append(figures)
    slices = [one for r in seen.rounds for one in (r.one, r.burst)]
    await data.ordered(sum(s.messages for s in slices) / STEPS - len(slices) * options.burst)
    for shape, connections, where in ((ONE, database.CLIENTS, seen.one), (BURST, options.burst, seen.burst)):
        with closing(Served(data, f"timed{connections}", connections, shape, timed=True)) as timed:
            where.append(await timed.slice(options.seconds))
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
