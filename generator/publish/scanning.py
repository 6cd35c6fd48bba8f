"""What must not be in the output, looked for in each of its files; spread over processor cores."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from generator.proofreading import personal
from generator.publish.extracting import BREAK, UnreadableError, extract
from generator.publish.runs import Runs, found, squeezed
from generator.read.secrecy import CLASSIFIED_MARK
from generator.workers import Workers, batches

_BATCH = 64
_BYTES_A_MILLISECOND = 20_000

Sought = Literal["run", "personal", "mark", "hidden", "unreadable"]


class Finding(NamedTuple):
    """Something that must not be at an address: its text, and for a run the file that says it."""

    address: str
    sought: Sought
    text: str = ""
    source: str = ""


def scan(
    output: Path,
    sizes: Mapping[str, int],
    runs: Runs,
    workers: Workers,
    step: Callable[[int, int], None],
) -> tuple[Finding, ...]:
    """What is found at addresses, given with their sizes in bytes.

    Raises:
        OSError: a file can't be read.
    """
    largest_first = sorted(sizes, key=lambda address: (-sizes[address], address))
    size = max(1, min(_BATCH, len(largest_first) // 16))
    cost = sum(sizes.values()) // _BYTES_A_MILLISECOND
    findings: list[Finding] = []
    tasks = batches(largest_first, size)
    for number, batch in enumerate(workers.map(partial(_scan_batch, output, runs), tasks, cost), 1):
        findings += batch
        step(min(number * size, len(sizes)), len(sizes))
    return tuple(sorted(findings))


def _scan_batch(output: Path, runs: Runs, addresses: Sequence[str]) -> list[Finding]:
    return [
        finding
        for address in addresses
        for finding in scan_file(address, (output / address).read_bytes(), runs)
    ]


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
