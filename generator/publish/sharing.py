"""Work on many files over several connections, where the server allows them."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

from generator.publish.targets.target import Target

Task = TypeVar("Task")

_WORTH = 64
"""Tasks for which another connection is worth its beginning (SSH: a third of a second)."""


def share(
    target: Target, tasks: Sequence[Task], do: Callable[[Target, Task], int], done: Callable[[int], None]
) -> None:
    """Do something for each task; `done` is called here with what each gave, in no order.

    The first failure ends all work and is raised.
    """
    with _more(target, len(tasks)) as helpers:
        if not helpers:
            for task in tasks:
                done(do(target, task))
            return
        waiting = deque(tasks)
        results: SimpleQueue[int | BaseException] = SimpleQueue()
        threads = [threading.Thread(target=_work, args=(one, waiting, do, results)) for one in helpers]
        for thread in threads:
            thread.start()
        try:
            for _ in tasks:
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                done(result)
        finally:
            waiting.clear()
            for thread in threads:
                thread.join()


def _work(
    target: Target,
    waiting: deque[Task],
    do: Callable[[Target, Task], int],
    results: SimpleQueue[int | BaseException],
) -> None:
    while True:
        try:
            task = waiting.popleft()
        except IndexError:
            return
        try:
            results.put(do(target, task))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            results.put(error)
            return


@contextmanager
def _more(target: Target, tasks: int) -> Iterator[list[Target]]:
    """Connections besides the first, which keeps the lock; none for few tasks or where there is only one."""
    helpers: list[Target] = []
    try:
        if tasks >= 2 * _WORTH:
            _open(target, min(target.connections, tasks // _WORTH), helpers)
        yield helpers
    finally:
        for helper in helpers:
            helper.close()


def _open(target: Target, count: int, helpers: list[Target]) -> None:
    for _ in range(count):
        try:
            helpers.append(target.another())
        except OSError:  # the server wants no more
            return
