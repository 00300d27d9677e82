"""The embedded PostgreSQL starts again whatever died, and ends when nobody uses it."""

import asyncio
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest

from bot.errors import DatabaseBroken
from storage import embedded
from storage.account import Account, account_for
from tests.storage.neighbour import neighbour


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose server ran once."""
    folder = tmp_path_factory.mktemp("seed")
    with embedded.start(folder, durable=False):
        pass
    return folder


@pytest.fixture
def data_dir(seed: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "var"
    subprocess.run(["cp", "-a", seed, folder], check=True)
    yield folder
    stop(folder)


def stop(folder: Path) -> None:
    """Whatever a failed test left running."""
    if lives(folder):
        os.kill(postmaster(folder), signal.SIGQUIT)


def lives(folder: Path) -> bool:
    """Whether a process of this server runs."""
    with (folder / "server.lock").open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def ask(url: str, question: str = "SELECT 42") -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(answer())


def use_once(folder: Path) -> None:
    assert os.geteuid() != 0
    with embedded.start(folder, durable=False) as server:
        assert ask(server.url) == 42


def as_account(account: Account, work: Callable[[], None]) -> int:
    """The exit code of a copy of this process that steps down to the account for good, then works."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        if account.lent:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        os._exit(1)


def test_a_fresh_directory(tmp_path: Path) -> None:
    with embedded.start(tmp_path / "not" / "there" / "yet", durable=False) as server:
        assert ask(server.url) == 42


def test_letters_sort_and_fold_the_same_everywhere(data_dir: Path) -> None:
    with embedded.start(data_dir, durable=False) as server:
        about = "SELECT (datlocprovider, datlocale, pg_encoding_to_char(encoding))::text FROM pg_database"
        about += " WHERE datname = current_database()"
        assert ask(server.url, about) == "(b,C.UTF-8,UTF8)"
        assert ask(server.url, "SELECT lower('ÉTÉ')") == "été"


def test_commits_are_durable_unless_asked_otherwise(data_dir: Path) -> None:
    with embedded.start(data_dir) as server:
        assert ask(server.url, "SELECT current_setting('synchronous_commit') || current_setting('fsync')") == "onon"


def test_closing_twice_is_closing_once(data_dir: Path) -> None:
    server, other = embedded.start(data_dir, durable=False), embedded.start(data_dir, durable=False)
    server.close()
    server.close()
    assert ask(other.url) == 42
    other.close()
    assert not lives(data_dir)


def test_two_processes_share_one_server_and_the_last_one_stops_it(data_dir: Path) -> None:
    with neighbour(data_dir) as other:
        url = other.url
        with embedded.start(data_dir, durable=False) as server:
            assert server.url == url
            pid = postmaster(data_dir)
        assert ask(url) == 42
        assert postmaster(data_dir) == pid
        other.leave()
    assert not lives(data_dir)


def test_three_that_start_at_once_start_one_server(tmp_path: Path) -> None:
    with ExitStack() as stack:
        others = [stack.enter_context(neighbour(tmp_path)) for _ in range(3)]
        assert {ask(other.url) for other in others} == {42}
        for other in others:
            other.leave()
    assert not lives(tmp_path)
    assert (tmp_path / "server.log").read_text().count("starting PostgreSQL") == 1


def test_sigterm_of_the_last_user_stops_the_server(data_dir: Path) -> None:
    with neighbour(data_dir) as other:
        assert ask(other.url) == 42
        other.terminate()
        assert other.process.returncode == 128 + signal.SIGTERM
    assert not lives(data_dir)


def test_a_killed_user_is_no_user(data_dir: Path) -> None:
    with neighbour(data_dir) as other:
        url = other.url
        other.kill()
    pid = postmaster(data_dir)
    with embedded.start(data_dir, durable=False) as server:
        assert (postmaster(data_dir), server.url) == (pid, url)
        assert ask(server.url) == 42
    assert not lives(data_dir)


def test_a_killed_server_is_started_again_while_its_user_lives(data_dir: Path) -> None:
    with embedded.start(data_dir, durable=False) as first:
        killed = postmaster(data_dir)
        os.kill(killed, signal.SIGKILL)
        with embedded.start(data_dir, durable=False) as second:
            assert second.url == first.url
            assert postmaster(data_dir) != killed
            assert ask(first.url) == 42


def test_everything_killed_at_once_starts_again(data_dir: Path) -> None:
    with neighbour(data_dir) as other:
        ask(other.url, "CREATE TABLE kept AS SELECT 42 AS it")
        os.kill(postmaster(data_dir), signal.SIGKILL)
        other.kill()
    with embedded.start(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT it FROM kept") == 42


def test_a_number_given_to_another_process_since_is_no_server(data_dir: Path) -> None:
    account = account_for(data_dir)
    sleeper = subprocess.Popen(["sleep", "60"], user=account.uid if account.lent else None)
    stale = data_dir / "data" / "postmaster.pid"
    stale.write_text(f"{sleeper.pid}\n{stale.parent}\n1\n5432\n\n\n0 0\nready\n")
    try:
        with embedded.start(data_dir, durable=False) as server:
            assert ask(server.url) == 42
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_start_killed_half_way_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    half = tmp_path / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with embedded.start(tmp_path, durable=False) as server:
        assert ask(server.url) == 42


def test_a_long_path_with_spaces_and_worse(seed: Path, tmp_path: Path) -> None:
    folder = tmp_path / ('une très longue $HOME "route", c\'est ' * 5)
    subprocess.run(["cp", "-a", seed, folder], check=True)
    with embedded.start(folder, durable=False) as server:
        assert ask(server.url) == 42
    assert not lives(folder)


def test_a_closed_folder_above_stays_closed_to_others(seed: Path, tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", seed, closed / "var"], check=True)
    with embedded.start(closed / "var", durable=False) as server:
        assert ask(server.url) == 42
    assert closed.stat().st_mode & 0o007 == 0


def test_programs_installed_behind_a_tight_umask(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = embedded.programs().parents[1]
    site = tmp_path / "site"
    (site / package.name).mkdir(parents=True)
    for part in (f"{package.name}/{embedded.programs().parent.name}", f"{package.name}.libs"):
        if (package.parent / part).exists():
            subprocess.run(["cp", "-a", package.parent / part, site / part], check=True)
    subprocess.run(["chmod", "-R", "go-rwx", site], check=True)
    copy = site / embedded.programs().relative_to(package.parent)
    monkeypatch.setattr(embedded, "programs", lambda: copy)
    with embedded.start(data_dir, durable=False) as server:
        assert ask(server.url) == 42


def test_only_its_owner_reaches_the_socket(data_dir: Path) -> None:
    with embedded.start(data_dir, durable=False):
        assert data_dir.stat().st_mode & 0o077 == 0


def test_a_plain_user_needs_no_root() -> None:
    folder = Path(tempfile.mkdtemp(prefix="resto-bot-plain-"))
    account = account_for(folder)
    try:
        if account.lent:
            os.chown(folder, account.uid, account.gid)
        assert as_account(account, lambda: use_once(folder)) == 0
        assert not lives(folder)
        assert (folder / "data").stat().st_uid == account.uid
    finally:
        shutil.rmtree(folder)


def test_data_of_another_version_is_not_touched(data_dir: Path) -> None:
    (data_dir / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseBroken, match="PostgreSQL 16"):
        embedded.start(data_dir, durable=False)


def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    with (data_dir / "data" / "postgresql.conf").open("a") as file:
        file.write("\nno_such_setting = 1\n")
    with pytest.raises(DatabaseBroken, match="no_such_setting"):
        embedded.start(data_dir, durable=False)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseBroken):
        embedded.start(tmp_path / "file", durable=False)
