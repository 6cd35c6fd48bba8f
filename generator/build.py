"""The build of a site: nothing where nothing has changed, else the road."""

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from generator.model import Problem
from generator.progress import Progress
from generator.read.sources import Listing
from generator.report import Options, Report
from generator.start import start
from generator.theme import ThemeError
from generator.workers import Workers, cores
from generator.write.lock import locked
from generator.write.state import StateFolder


def build(
    site: Path,
    output: Path,
    options: Options,
    today: date,
    progress: Progress = Progress(),  # noqa: B008 - a constant
    listing: Listing | None = None,
) -> Report:
    """Build a site into a folder. With errors in the content nothing is written.

    `listing` are the site's files, where somebody has looked at them just now.

    Raises:
        ForeignFolderError: the output folder holds somebody else's files.
        LockedError: another build of the same output runs for too long.
        OSError: a file can't be written.
    """
    began = time.perf_counter()
    folder = StateFolder(site, output)
    with (
        locked(folder.path, progress.waiting),
        _without_collector(),
        Workers(options.jobs or cores()) as workers,
    ):
        report = _build(site, output, folder, options, today, progress, workers, listing)
    return report._replace(seconds=time.perf_counter() - began)


def _build(
    site: Path,
    output: Path,
    folder: StateFolder,
    options: Options,
    today: date,
    progress: Progress,
    workers: Workers,
    listing: Listing | None,
) -> Report:
    try:
        begun = start(site, output, folder, options, workers, listing)
    except ThemeError as error:
        return Report(error.problems)
    state = begun.state
    if state and begun.untouched and not _depend_on_the_day(state.problems):
        return Report(state.problems, issues=state.issues, items=state.items)

    workers.prepare("generator.plan")
    # Jinja, Markdown, Typst take a tenth of a second to load, half of a build that has nothing to do.
    from generator.road import travel  # noqa: PLC0415

    return travel(begun, options, today, progress, workers)


def _depend_on_the_day(problems: Iterable[Problem]) -> bool:
    return any(problem.code == "D03" for problem in problems)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes many small values and no cycles worth collecting: a tenth of its time would go there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
