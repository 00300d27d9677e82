"""`serve --processes`: whole processes on one port; they come back when they die, and go when their parent does."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psutil
import pytest

PATIENCE = 60


class Server:
    """`resto-bot serve --processes 2` on a port of its own."""

    def __init__(self, folder: Path, database: str, *more: str) -> None:
        environ = {**os.environ, "BOT_DATA_DIR": str(folder), "BOT_DATABASE_URL": database, "META_APP_SECRET": "s"}
        command = [sys.executable, "-m", "bot", "serve", "--port", "0", "--processes", "2", *more]
        self.process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        self.url = next((word for word in self.said.split() if word.startswith("http")), "")

    def children(self) -> list[psutil.Process]:
        found = psutil.Process(self.process.pid).children()
        return [child for child in found if _serves(child)]

    def alive(self) -> bool:
        try:
            with urlopen(f"{self.url}/livez", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def _serves(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "--shared" in process.cmdline()
    return False


def eventually(what: Any) -> bool:
    """Whether it comes true in time; asked again and again, for processes tell nobody when they are gone."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if what():
            return True
    return False


@pytest.fixture
def serving(tmp_path: Path, database: str) -> Iterator[Server]:
    running = Server(tmp_path, database, "--demo")
    try:
        yield running
    finally:
        children = running.children() if running.process.poll() is None else []
        running.process.kill()
        running.process.communicate()
        _, left = psutil.wait_procs(children, PATIENCE)
        assert not left, "they go when their parent does"


def test_two_processes_serve_one_port_and_one_that_dies_comes_back(serving: Server) -> None:
    assert "in 2 processes" in serving.said
    first = serving.children()
    assert len(first) == 2
    assert serving.alive()
    first[0].kill()
    assert eventually(lambda: len(serving.children()) == 2 and first[0] not in serving.children())
    assert eventually(serving.alive)


def test_whichever_is_asked_tells_the_figures_of_all(serving: Server) -> None:
    for _ in range(8):
        with suppress(HTTPError):
            urlopen(Request(f"{serving.url}/v1/inbound/whatsapp", b"{}"), timeout=5)
    told = set()
    for _ in range(8):
        with urlopen(f"{serving.url}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        told.add(next(line for line in lines if line.startswith("bot_refused_total")))
    assert told == {'bot_refused_total{code="SIGNATURE_MISSING"} 8.0'}


def test_one_that_dies_while_it_is_started_again_ends_nobody(serving: Server) -> None:
    first = serving.children()
    first[0].kill()
    assert eventually(lambda: len(serving.children()) == 2 and first[0] not in serving.children())
    for child in serving.children():
        if child != first[1]:
            child.kill()
    assert eventually(lambda: len(serving.children()) == 2)
    assert eventually(serving.alive)
    assert serving.process.poll() is None


def test_they_stop_when_told_and_when_their_parent_is_killed(serving: Server) -> None:
    children = serving.children()
    serving.process.send_signal(signal.SIGKILL)
    serving.process.wait()
    _, left = psutil.wait_procs(children, PATIENCE)
    assert not left


def test_ctrl_c_ends_all_of_them_cleanly(serving: Server) -> None:
    children = serving.children()
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(PATIENCE) == 0
    assert not any(child.is_running() for child in children)


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path, database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environ = {**os.environ, "BOT_DATA_DIR": str(tmp_path), "BOT_DATABASE_URL": database}
        command = [sys.executable, "-m", "bot", "serve", "--demo", "--processes", "2", "--port"]
        ran = subprocess.run(
            [*command, str(taken.getsockname()[1])],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert "--port" in ran.stderr
    assert "Traceback" not in ran.stderr
