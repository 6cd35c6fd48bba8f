"""Time and memory of whole commands, on Linux: wall clock, and resident memory sampled over all processes."""

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_EVERY = 0.1


class Run(NamedTuple):
    """One run: seconds by the clock and of processor time; the peaks of memory in MiB.

    The processor's time tells more than the clock where other work is done on the machine. Memory is that of
    the largest process, and of all together.
    """

    seconds: float
    processor: float
    largest: float
    together: float


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as when installed
    before, began = _processor(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env={**inherited, **(environment or {})}, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    peaks = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peaks))
    watcher.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{command}: {said.decode(errors='replace')}")
    return Run(seconds, _processor() - before, *peaks)


def _processor() -> float:
    """Seconds of processor time of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    while process.poll() is None:
        sizes = [_proportional(pid) for pid in _family(process.pid)]
        if sizes:
            peaks[0] = max(peaks[0], *sizes)
            peaks[1] = max(peaks[1], sum(sizes))
        time.sleep(_EVERY)


def _family(root: int) -> list[int]:
    """A process and all its descendants."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _proportional(pid: int) -> float:
    """Memory of a process in MiB; pages shared with a forked parent count once (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def medians(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))
