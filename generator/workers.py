"""Work spread over processor cores: in a pool, or one call beside this process."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

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

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Any = None
        self._beside: list[_Beside] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=error is None, cancel_futures=True)
        for process in self._beside:
            process.end()

    def alone(self, cost: int) -> bool:
        """Whether work of so many milliseconds is done in this process."""
        return self.count == 1 or cost < self.WORTH

    def beside(self, call: Callable[[], _R]) -> Callable[[], _R]:
        """Begin a call in a copy of this process; what is given back waits for its answer and remembers it.

        Where there can be no copy, or it fails, the call is made here when its answer is asked for.
        """
        if self.count == 1 or _method() != "fork":
            return cache(call)
        try:
            process = _Beside(call)
        except OSError:  # too many processes, or too little memory for one more
            return cache(call)
        self._beside.append(process)
        return cache(partial(process.answer, call))

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T], cost: int) -> Iterator[_R]:
        """The results in the order of the tasks; `cost` is about the milliseconds that all take."""
        if self.alone(cost) or len(tasks) < 2:
            return map(work, tasks)
        if self._pool is None:
            self._pool = _pool(self.count)
        results: Iterator[_R] = self._pool.map(work, tasks)
        return results


class _Beside:
    """A call in a forked process, which leaves its answer in a pipe."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._pipe, other_end = os.pipe()
        try:
            self._process = os.fork()
            if not self._process:
                _answer(call, other_end)
        except OSError:
            os.close(self._pipe)
            raise
        finally:
            os.close(other_end)

    def answer(self, call: Callable[[], _R]) -> _R:
        """The answer, once it is there; if there is none, that of the call made here."""
        content = self.end()
        if not content:
            return call()
        import pickle  # noqa: PLC0415 - most of the time there is nothing to unpack

        answer: _R = pickle.loads(content)  # noqa: S301 - from a copy of this very process
        return answer

    def end(self) -> bytes:
        """Wait for the end of the process; the content of the pipe, empty where it failed or ended before."""
        if not self._process:
            return b""
        with open(self._pipe, "rb") as pipe:  # noqa: PTH123 - a handle, not a path
            content = pipe.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return content if status == 0 else b""


def _answer(call: Callable[[], object], pipe: int) -> NoReturn:
    """Make the call and end the process at once: what its parent has opened or promised is not touched."""
    failed = 1
    try:
        _leave_interrupts()
        import pickle  # noqa: PLC0415

        with open(pipe, "wb") as opened:
            pickle.dump(call(), opened, pickle.HIGHEST_PROTOCOL)
        failed = 0
    finally:
        os._exit(failed)


def _pool(count: int) -> Any:
    # Imported here: half of what a build that has nothing to do would load.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context(_method())
    return ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interrupts)


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
