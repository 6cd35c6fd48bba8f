"""A build proved: the output beside a clean build of the same site in another folder."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from generator.build import build
from generator.make import search_query
from generator.model import Bodies
from generator.progress import Progress
from generator.read.reading import BODIES
from generator.report import Options
from generator.store import Store
from generator.survey import survey
from generator.write.output import present
from generator.write.state import StateFolder, sha256

RUNS = 200
"""Runs of the texts that must be found."""


def differences(
    site: Path, output: Path, options: Options, today: date, progress: Progress
) -> tuple[str, ...]:
    """What a clean build makes otherwise than it stands in the output: an address and a word each.

    Raises:
        OSError, LockedError: as in `build`.
    """
    with tempfile.TemporaryDirectory(prefix="jianbao-verify-") as folder:
        fresh = Path(folder) / "output"
        state = StateFolder(site, fresh)
        try:
            build(site, fresh, options._replace(clean=True), today, progress)
            return _compare(output, fresh)
        finally:
            state.remove()


def unfound(site: Path, output: Path, today: date, *, drafts: bool) -> tuple[str, ...]:
    """Runs cut at random out of the texts that the search index does not lead to: the item and the run.

    The texts are those that were read, not those of the index. The same site gives the same runs.

    Raises:
        OSError, LockedError: as in `build`.
    """
    archive = survey(site, output, today, drafts=drafts).archive
    store = Store(StateFolder(site, output).path)
    lines = [
        (item.path, line)
        for issue in (archive.issues if archive else ())
        for number, body in store.get(BODIES, issue.bodies, Bodies).items.items()
        for item in issue.items
        if item.number == number and item.status != "withdrawn"
        for line in body.text.split("\n")
    ]
    return tuple(f"{path}：{run}" for path, run in _runs(lines) if path not in _found(output, path, run))


def _runs(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    chance = random.Random(len(lines))  # noqa: S311 - a sample, no secret
    for path, line in chance.choices(lines, k=RUNS) if lines else ():
        start = chance.randrange(max(1, len(line) - 1))
        run = line[start : start + chance.randint(1, 8)].split()
        if run:
            yield path, run[0]


def _found(output: Path, path: str, run: str) -> set[str]:
    folder = path.rsplit("/", 2)[0]

    def read(address: str) -> bytes:
        return (output / address).read_bytes()

    blocks = (block for block in search_query.blocks(read) if block.folder == folder)
    return {found for block in blocks for found in search_query.found(block, run, read)}


def _compare(output: Path, fresh: Path) -> tuple[str, ...]:
    ours, theirs = present(output), present(fresh)
    found = [f"{address}：缺少" for address in theirs.keys() - ours.keys()]
    found += [f"{address}：多出" for address in ours.keys() - theirs.keys()]
    found += [
        f"{address}：内容不同"
        for address in ours.keys() & theirs.keys()
        if ours[address].size != theirs[address].size or sha256(output / address) != sha256(fresh / address)
    ]
    return tuple(sorted(found))
