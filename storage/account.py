"""Which account the embedded PostgreSQL runs as, and what that account must be able to reach.

PostgreSQL refuses to run as root, so root lends it another account. Nothing is added to the system, and no folder is
opened to everybody: a closed folder on the way lets that one account through, by an access control list.
"""

import os
import pwd
import stat
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DatabaseBroken

_ACL = "system.posix_acl_access"
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NOBODY_IN_PARTICULAR = 0xFFFFFFFF
_LENT = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The system account of a server; `lent` when we are root and step down to it."""

    uid: int
    gid: int
    lent: bool

    def run(self, *command: str | Path, pass_fds: tuple[int, ...] = (), timeout: float = 60) -> str:
        """Standard output of the command, run by this account in its own session; DatabaseBroken when it fails."""
        try:
            done = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                check=True,
                cwd="/",
                umask=0o077,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                user=self.uid if self.lent else None,
                group=self.gid if self.lent else None,
                extra_groups=() if self.lent else None,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        except subprocess.CalledProcessError as error:
            raise DatabaseBroken(f"{Path(command[0]).name}: {(error.stderr or error.stdout).strip()}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DatabaseBroken(f"{Path(command[0]).name}: {error}") from error
        return done.stdout

    def own(self, path: Path | int) -> None:
        """Give a file or folder to this account."""
        if self.lent:
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path) -> Account:
    """The account that owns the folder already; for root with a fresh folder, the first of postgres and nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), lent=False)
    owner = folder.stat()
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, lent=True)
    for name in _LENT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, lent=True)
    raise DatabaseBroken(f"root may not run PostgreSQL, and this system has no account named {' or '.join(_LENT)}")


def open_the_way(account: Account, folder: Path, programs: Path) -> None:
    """Let the account reach its folder and run the programs; DatabaseBroken with the remedy when it cannot."""
    if not account.lent:
        return
    _publish(programs)
    for target in (folder, programs):
        for parent in target.parents:
            _let_through(parent, account.uid)
    try:
        account.run("/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", folder, programs / "postgres")
    except DatabaseBroken as error:
        raise DatabaseBroken(
            f"the account {account.uid} that root runs PostgreSQL with cannot reach {folder} or {programs}; "
            f"make every folder above them passable (chmod o+x), or set BOT_DATABASE_URL ({error.detail})"
        ) from error


def _publish(programs: Path) -> None:
    """Make the installed programs and libraries readable: public files, which a tight umask may have closed."""
    package = programs.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if all(path.stat().st_mode & 0o005 == 0o005 for path in (programs / "postgres", libraries) if path.exists()):
        return
    for folder in (programs.parent, libraries):
        for path in (folder, *folder.rglob("*")):
            mode = path.lstat().st_mode
            if not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) | 0o044 | (0o011 if mode & stat.S_IXUSR else 0))


def _let_through(folder: Path, uid: int) -> None:
    status = folder.stat()
    if status.st_mode & stat.S_IXOTH or (status.st_uid == uid and status.st_mode & stat.S_IXUSR):
        return
    if not hasattr(os, "setxattr"):
        return
    before = _read_acl(folder, status.st_mode)
    after = dict(before)
    after[_USER, uid] = before.get((_USER, uid), 0) | 1
    after[_MASK, _NOBODY_IN_PARTICULAR] = (
        before.get((_MASK, _NOBODY_IN_PARTICULAR), before[_GROUP, _NOBODY_IN_PARTICULAR]) | 1
    )
    if after != before:
        _write_acl(folder, after)


def _read_acl(folder: Path, mode: int) -> dict[tuple[int, int], int]:
    """(tag, id) → permission bits; made of the mode bits where the folder has no list."""
    try:
        raw = os.getxattr(folder, _ACL)
    except OSError:
        parts = ((_OWNER, mode >> 6), (_GROUP, mode >> 3), (_OTHER, mode))
        return {(tag, _NOBODY_IN_PARTICULAR): bits & 7 for tag, bits in parts}
    return {(tag, who): bits for tag, bits, who in struct.iter_unpack("<HHI", raw[4:])}


def _write_acl(folder: Path, entries: dict[tuple[int, int], int]) -> None:
    packed = (struct.pack("<HHI", tag, bits, who) for (tag, who), bits in sorted(entries.items()))
    try:
        os.setxattr(folder, _ACL, struct.pack("<I", 2) + b"".join(packed))
    except OSError:
        # The file system keeps no lists: the check that follows says what to do.
        return
