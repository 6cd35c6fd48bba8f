"""One process beside this one, for a build that has little to do: to start a pool would take longer."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import ForkingPickler
from typing import Any, NoReturn, TypeVar

_R = TypeVar("_R")
_AT_ONCE = 4096
"""Bytes that a pipe takes at any time; to send more, the other end must be listening."""

_FAILED = object()


class Assistant:
    """A copy of this process, which makes one call after another; the first is what it begins with.

    To copy a process takes the longer the more it holds, so it is begun early. What it fails to do, as when
    it was killed, is done here.

    Raises:
        OSError: there are too many processes, or too little memory for one more.
    """

    def __init__(self, first: Callable[[], Any]) -> None:
        self._line, other_end = Pipe()
        self._asked, self._got = 0, list[Any]()
        parent = os.getpid()
        with other_end:
            self._process = os.fork()
            if not self._process:
                self._line.close()
                _serve(first, other_end, parent)
        self.first = self._answer_to(first)

    def ask(self, call: Callable[[], _R]) -> Callable[[], _R]:
        """Have a call made that can be pickled; what is given back waits for its answer, once."""
        content = ForkingPickler.dumps(call)
        if len(content) > _AT_ONCE:
            self._fetch(self._asked)
        with suppress(OSError):  # it is gone; so will be the answer
            self._line.send_bytes(content)
        return self._answer_to(call)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._line.close()
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)

    def _answer_to(self, call: Callable[[], _R]) -> Callable[[], _R]:
        self._asked += 1
        return cache(partial(self._answer, self._asked, call))

    def _answer(self, number: int, call: Callable[[], _R]) -> _R:
        self._fetch(number)
        answer: _R = self._got[number - 1]
        return call() if answer is _FAILED else answer

    def _fetch(self, number: int) -> None:
        while len(self._got) < number:
            try:
                self._got.append(self._line.recv())
            except (EOFError, OSError):
                self._got.append(_FAILED)


def _serve(first: Callable[[], Any], line: Connection, parent: int) -> NoReturn:
    """Make calls until there are no more; nothing else that the parent has opened or promised is touched."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
        call = first
        while True:
            line.send(call())
            while not line.poll(1):
                if os.getppid() != parent:  # it was killed, and workers of its pool hold the line open
                    os._exit(1)
            call = line.recv()
    finally:
        os._exit(1)
