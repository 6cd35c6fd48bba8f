"""The line to a server is cut, or the publisher killed, at one operation after the other; a reader looks on.

What is published goes to and fro between two versions, so that one site and one reader live through it all:
each time the line breaks a little later, and the next run puts it right.
"""

import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator.model import PublishTarget
from generator.publish.publish import Local
from generator.publish.targets.connecting import connect
from generator.publish.targets.target import Target
from tests.publish.parts import Count, Cutting, Reader, files, is_whole, send, shown
from tests.publish.servers import ftpd, nginx


class Way(NamedTuple):
    """The address of a target, and how its line is cut."""

    url: str
    cut: Callable[[Any], None]

    def connect(self, www: Path) -> Target:
        return connect(PublishTarget("intranet", self.url), www)


def cut_ssh(target: Any) -> None:
    target._files.client.get_transport().sock.shutdown(socket.SHUT_RDWR)


def cut_ftp(target: Any) -> None:
    target._client.sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture(params=[pytest.param("sftp", marks=pytest.mark.xdist_group("sshd")), "ftp"])
def way(request, www, tmp_path, monkeypatch) -> Iterator[Way]:
    with ExitStack() as stack:
        if request.param == "ftp":
            monkeypatch.setenv("JIANBAO_PASSWORD_INTRANET", "geheim")
            port = stack.enter_context(ftpd(tmp_path))
            yield Way(f"ftp://jianbao@127.0.0.1:{port}/www", cut_ftp)
            return
        server = request.getfixturevalue("server")
        monkeypatch.setenv("HOME", str(server.home))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        yield Way(server.url(www), cut_ssh)


def whole(way: Way, www: Path, side: Local) -> None:
    target = way.connect(www)
    send(target, side, keep=2)
    target.close()
    assert files(shown(www)) == files(side.output)
    assert list((www / ".jianbao").iterdir()) == []


def cut_off(way: Way, www: Path, side: Local, at: int) -> bool:
    """Publish until the line is cut at a change; whether that came before the end."""
    target, count = way.connect(www), Count(at)
    try:
        send(Cutting(target, count, way.cut, answered=is_answered(at)), side, keep=2)
    except ConnectionError:
        assert count.left <= 0
    finally:
        target.close()
    return count.left <= 0  # who only lets go of the lock says nothing of it


def killed(way: Way, www: Path, side: Local, at: int) -> bool:
    """The same with a publisher who has a process of their own, and is killed."""
    command = [sys.executable, "-c", f"from {__name__} import die; die()"]
    given = pickle.dumps((way, www, side, at))
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], input=given, capture_output=True, check=False
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
    return done.returncode != 0


def die() -> None:
    """What runs in that process."""
    way, www, side, at = pickle.load(sys.stdin.buffer)
    kill = partial(os.kill, os.getpid(), signal.SIGKILL)
    send(Cutting(way.connect(www), Count(at), lambda _: kill(), answered=is_answered(at)), side, keep=2)


def is_answered(at: int) -> bool:
    """Each of the two versions breaks off now in the midst of a change, now after it."""
    return at // 2 % 2 == 0


@pytest.mark.needs("nginx")
@pytest.mark.parametrize("broken, step", [(cut_off, 7), (killed, 19)])
def test_broken_off_at_one_change_after_the_other(way, www, both, tmp_path, broken, step):
    old, new = both.old, Local(both.new.output, both.new.files, frozenset())
    whole(way, www, old)
    at, ended = 1, 0
    with nginx(tmp_path, shown(www)) as port, Reader(port, old, new) as reader:
        while ended < 2:  # to and fro are not the same number of changes
            ended = 0 if broken(way, www, new, at) else ended + 1
            assert is_whole(www, old, new), at
            whole(way, www, new)
            old, new, at = new, old, at + step
    assert at > 70
    assert reader.wrong == []
    assert reader.loaded > 120
    assert reader.seen == {0, 1}
