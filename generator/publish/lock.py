"""Two publishers at once: one goes away. The lock is a folder at the target, which only one can make.

A lock is alive while it changes: its holder writes it anew every few seconds. No clock is compared with
another, since those of office machines differ by minutes; the time in the lock is only told to people.
"""

import getpass
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import write_whole
from generator.publish import tree
from generator.publish.errors import ServerError
from generator.publish.journal import FOLDER
from generator.publish.targets.target import Target

LOCK = f"{FOLDER}/lock"
_OWNER = "owner.json"
BEAT = 10.0
"""Seconds between two signs of life."""
PATIENCE = 90.0
"""Seconds without one after which a lock is a dead one's; a single large file must be sent in that time."""


class Owner(NamedTuple):
    """Who publishes: `who` and `since` are for people, `seat` is that of all runs from one site's folder.

    Only one run has a seat at a time, so a lock with our own seat was left by a run that died.
    """

    who: str
    since: datetime
    seat: str


class LockedError(ServerError):
    """Somebody else is publishing to the target."""


class _Form(msgspec.Struct):
    who: str
    since: datetime
    seat: str
    run: str
    beat: int = 0


@dataclass
class Lock:
    """A lock that is held."""

    target: Target
    form: _Form
    _written: float = field(default_factory=time.monotonic)

    def renew(self) -> None:
        """Give a sign of life, if the last is some time ago."""
        if time.monotonic() - self._written > BEAT:
            self.check()
            self.form.beat += 1
            self.target.write(f"{LOCK}/{_OWNER}", msgspec.json.encode(self.form))
            self._written = time.monotonic()

    def check(self) -> None:
        """Make sure that nobody took it over, as they may when this machine was asleep.

        Raises:
            LockedError: it is another's.
        """
        found = _read(self.target)
        if found is None or found.run != self.form.run:
            raise LockedError("发布途中，锁被别人接过去了（本机可能睡眠过），已停下。请稍后再运行一次。")


def own_seat(folder: Path) -> str:
    """The seat of a folder that belongs to one site on one machine; made up once."""
    file = folder / "seat"
    if not file.exists():
        write_whole(file, secrets.token_hex(8).encode())
    return f"{socket.gethostname()}-{file.read_text()}"


def own_name() -> str:
    """`user@machine`, for people."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "?"
    return f"{user}@{socket.gethostname()}"


@contextmanager
def held(target: Target, owner: Owner, waiting: Callable[[str], None]) -> Iterator[Lock]:
    """Hold the lock of a target; `waiting` is told of another's lock that may be dead.

    Raises:
        LockedError: somebody else is publishing.
        OSError: the target can't be written.
    """
    tree.ensure_folder(target, FOLDER)
    form = _Form(*owner, run=secrets.token_hex(8))
    _take(target, form, waiting)
    lock = Lock(target, form)
    try:
        yield lock
    finally:
        _release(lock)


def _take(target: Target, form: _Form, waiting: Callable[[str], None]) -> None:
    """Move a folder that names us to where the lock belongs; no target moves it over one that is there."""
    mine = f"{LOCK}-{form.run}"
    for _ in range(3):
        tree.ensure_folder(target, mine)
        target.write(f"{mine}/{_OWNER}", msgspec.json.encode(form))
        try:
            target.rename(mine, LOCK)
        except ConnectionError:
            raise
        except OSError:
            there = target.look(LOCK)
            if there is None:
                raise
            tree.remove_tree(target, mine)
            _bury(target, form, waiting)
        else:
            return
    raise LockedError("有别的发布同时在争锁，请稍后再试。")


def _bury(target: Target, form: _Form, waiting: Callable[[str], None]) -> None:
    """Take away a lock that is dead."""
    first = _read(target)
    if first is None or first.seat != form.seat:
        _watch(target, first, waiting)
    aside = f"{FOLDER}/dead-{form.run}"
    try:
        target.rename(LOCK, aside)
    except FileNotFoundError:  # its holder was done, or another took it away
        return
    found = _read(target, aside)
    if (found and found.run) != (first and first.run):  # another was faster: this is their new lock
        target.rename(aside, LOCK)
        raise LockedError(_told(found))
    tree.remove_tree(target, aside)


def _watch(target: Target, first: _Form | None, waiting: Callable[[str], None]) -> None:
    """Look on for a while whether a lock lives.

    Raises:
        LockedError: it does.
    """
    waiting(f"{_told(first)}看它是不是还在进行（最多 {PATIENCE:.0f} 秒）……")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and target.look(LOCK) is not None:
        time.sleep(min(2.0, PATIENCE / 4))
        now = _read(target)
        if now is not None and now != first:
            raise LockedError(_told(now))


def _told(form: _Form | None) -> str:
    if form is None:
        return "另一处正在发布到这个目标。"
    return f"{form.who} 从 {form.since:%m月%d日 %H:%M} 起正在发布到这个目标。"


def _read(target: Target, folder: str = LOCK) -> _Form | None:
    try:
        return msgspec.json.decode(target.read(f"{folder}/{_OWNER}"), type=_Form)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def _release(lock: Lock) -> None:
    """Let it go. A lock that can't be reached any more dies by itself; what went wrong before is told."""
    aside = f"{FOLDER}/dead-{lock.form.run}"
    try:
        found = _read(lock.target)
        if found and found.run == lock.form.run:
            lock.target.rename(LOCK, aside)
            tree.remove_tree(lock.target, aside)
    except OSError:
        return
