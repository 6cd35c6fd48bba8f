"""What must not be in the output, looked for in each of its files; spread over processor cores."""

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from generator.proofreading import personal
from generator.publish.extracting import BREAK, UnreadableError, extract
from generator.publish.runs import Runs, found, squeezed
from generator.read.secrecy import CLASSIFIED_MARK
from generator.workers import Workers

_BATCHES = 32
_BYTES_A_MILLISECOND = 20_000

Sought = Literal["run", "personal", "mark", "hidden", "unreadable"]


class Finding(NamedTuple):
    """Something that must not be at an address: its text, and for a run the file that says it."""

    address: str
    sought: Sought
    text: str = ""
    source: str = ""


def scan(
    files: Mapping[str, Path], runs: Runs, workers: Workers, step: Callable[[int, int], None]
) -> tuple[Finding, ...]:
    """What is found in files, each given under its address; what is no regular file is not opened.

    Raises:
        OSError: a file can't be read.
    """
    looked = {address: path.lstat() for address, path in files.items()}
    sizes = {address: found.st_size for address, found in looked.items() if stat.S_ISREG(found.st_mode)}
    largest_first = sorted(sizes, key=lambda address: (-sizes[address], address))
    # Dealt out like cards: each batch has as much to do, and the runs are sent only so many times.
    tasks = [
        [(address, files[address]) for address in largest_first[first::_BATCHES]]
        for first in range(min(_BATCHES, len(largest_first)))
    ]
    findings: list[Finding] = []
    done = 0
    results = workers.map(partial(_scan_batch, runs), tasks, sum(sizes.values()) // _BYTES_A_MILLISECOND)
    for task, batch in zip(tasks, results, strict=True):
        findings += batch
        done += len(task)
        step(done, len(sizes))
    return tuple(sorted(findings))


def _scan_batch(runs: Runs, files: Sequence[tuple[str, Path]]) -> list[Finding]:
    return [found for address, path in files for found in scan_file(address, path.read_bytes(), runs)]


def scan_file(address: str, content: bytes, runs: Runs) -> Iterator[Finding]:
    """What is found in one file, each text once."""
    try:
        texts, hidden = extract(address, content)
    except UnreadableError:
        yield Finding(address, "unreadable")
        return
    if hidden:
        yield Finding(address, "hidden")
    yield from dict.fromkeys(_in_texts(address, texts, runs))


def _in_texts(address: str, texts: Iterable[str], runs: Runs) -> Iterator[Finding]:
    for text in texts:
        for one in personal.find(text) if _MANY_DIGITS.search(text) else ():
            yield Finding(address, "personal", text[one.start : one.end], one.kind)
        for mark in CLASSIFIED_MARK.finditer(text.replace(BREAK, "")):
            yield Finding(address, "mark", mark[0])
        if runs.sources:
            for run in found(runs, squeezed(text)):
                yield Finding(address, "run", run.text, run.source)


_MANY_DIGITS = re.compile(r"[0-9０-９]{4}[ -]?[0-9０-９]{4}")
"""Stands in any number of a person: most texts have nothing like it, and are done with at once."""
