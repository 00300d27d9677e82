"""Another process that uses an embedded server until its standard input ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from storage import embedded

server = embedded.start(Path(sys.argv[1]), durable=False)
print(server.url, flush=True)
sys.stdin.read()
"""


class Neighbour:
    """`url` is known once its server answered; leave it by `leave`, `kill` or `terminate`."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    @property
    def url(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        """End as a program does that came to its end."""
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.leave()

    def terminate(self) -> None:
        self.process.terminate()
        self.leave()


@contextmanager
def neighbour(data_dir: Path) -> Iterator[Neighbour]:
    it = Neighbour(data_dir)
    try:
        yield it
    finally:
        it.process.kill()
        it.process.wait()
        for pipe in (it.process.stdin, it.process.stdout):
            if pipe is not None:
                pipe.close()
