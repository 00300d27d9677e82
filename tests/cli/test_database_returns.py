"""`serve` on the embedded PostgreSQL goes on by itself after the database was killed under it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PATIENCE = 60.0
CAME_BACK = "the embedded database had ended and was started again"


class Serving:
    """`resto-bot serve --demo` in a folder of its own; `url` once it serves."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        environ = {**os.environ, "BOT_DATA_DIR": str(folder / "var"), "LOG_LEVEL": "INFO"}
        environ.pop("BOT_DATABASE_URL", None)
        command = [sys.executable, "-m", "bot", "serve", "--demo", "--port", "0"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        said = next((line for line in self.process.stdout if "http" in line), "")
        self.url = next((word for word in said.split() if word.startswith("http")), "")

    def postmaster(self) -> int:
        return int((self.folder / "var" / "pg" / "data" / "postmaster.pid").read_text().split()[0])

    def ready(self) -> int:
        try:
            with urlopen(f"{self.url}/readyz", timeout=10) as answer:
                return int(answer.status)
        except URLError as error:
            return int(getattr(error, "code", 0))


@pytest.fixture
def serving() -> Iterator[Serving]:
    # Not below pytest's own folder, which another run closes to the account that root lends its server.
    folder = Path(tempfile.mkdtemp(prefix="resto-bot-serving-"))
    running = Serving(folder)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.communicate(timeout=PATIENCE)
        shutil.rmtree(folder)


def test_a_database_killed_under_the_server_comes_back(serving: Serving) -> None:
    assert serving.ready() == 200
    killed = serving.postmaster()
    os.kill(killed, signal.SIGKILL)
    end = monotonic() + PATIENCE
    while CAME_BACK not in serving.log.read_text() and monotonic() < end:
        sleep(0.05)
    assert serving.postmaster() != killed
    assert serving.ready() == 200
    assert serving.process.poll() is None
