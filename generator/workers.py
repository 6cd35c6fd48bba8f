"""Work spread over processor cores: in a pool, or one call beside this process."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from generator.assistant import Assistant

_T = TypeVar("_T")
_R = TypeVar("_R")


def cores() -> int:
    """The processor cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """A pool that is started at the first work worth it, and stopped at the end of the `with`."""

    WORTH = 400
    """Milliseconds of work below which starting a pool would take longer than it saves."""

    WORTH_ASKING = 30
    """Milliseconds of work below which to tell another process of it would take longer than it saves."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Any = None
        self._assistant: Assistant | None = None
        self._free = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=error is None, cancel_futures=True)
        if self._assistant is not None:
            self._assistant.end()

    def alone(self, cost: int) -> bool:
        """Whether work of so many milliseconds is done in this process."""
        return self.count == 1 or cost < self.WORTH

    def beside(self, call: Callable[[], _R]) -> Callable[[], _R]:
        """Begin a call in a copy of this process; what is given back waits for its answer, once.

        Where there can be no copy, the call is made here when its answer is asked for.
        """
        if self.count == 1 or _method() != "fork":
            return cache(call)
        from generator.assistant import Assistant  # noqa: PLC0415 - not everywhere

        try:
            self._assistant = Assistant(call)
        except OSError:  # too many processes, or too little memory for one more
            return cache(call)
        self._free = True
        return self._assistant.first

    def prepare(self, module: str) -> None:
        """Have the process beside this one load what the call of `early` needs, if there is that process."""
        if self._assistant is not None:
            self._assistant.ask(partial(_load, module))

    def early(self, call: Callable[[], _R], cost: int) -> Callable[[], _R] | None:
        """Begin one call of so many milliseconds beside this process; None where that isn't worth it."""
        if self._assistant is None or not self._free or cost < self.WORTH_ASKING:
            return None
        self._free = False
        return self._assistant.ask(call)

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T], cost: int) -> Iterator[_R]:
        """The results in the order of the tasks; `cost` is about the milliseconds that all take."""
        if self.alone(cost) or len(tasks) < 2:
            return map(work, tasks)
        if self._pool is None:
            self._pool = _pool(self.count)
        results: Iterator[_R] = self._pool.map(work, tasks)
        return results


def _pool(count: int) -> Any:
    # Imported here: half of what a build that has nothing to do would load.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context(_method())
    return ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interrupts)


def _load(module: str) -> None:
    import_module(module)


def _leave_interrupts() -> None:
    """Ctrl-C goes to all processes of a terminal; the one that was started decides, workers just end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _method() -> str:
    """A fork starts at once, but must not be taken where threads run: Typst and servers start some."""
    alone = sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    return "fork" if alone else "spawn"


def batches(tasks: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """Tasks in groups, so that each message to a worker is worth its sending."""
    return [tasks[start : start + size] for start in range(0, len(tasks), size)]
