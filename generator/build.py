"""The build of a site: nothing where nothing has changed, else the road."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from generator.progress import Progress
from generator.read.sources import Listing, scan
from generator.report import Options, Report
from generator.theme import ThemeError, program, read_theme
from generator.workers import Workers, cores
from generator.write.lock import locked
from generator.write.output import is_as_left, present
from generator.write.state import Look, State, StateFolder


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
    with locked(folder.path, progress.waiting), _without_collector():
        report = _build(site, output, folder, options, today, progress, listing)
    return report._replace(seconds=time.perf_counter() - began)


def _build(
    site: Path,
    output: Path,
    folder: StateFolder,
    options: Options,
    today: date,
    progress: Progress,
    given: Listing | None,
) -> Report:
    try:
        theme = read_theme(site)
    except ThemeError as error:
        return Report(error.problems)
    salt, depends_on = program(), f"pdf={options.pdf} drafts={options.drafts} theme={theme.digest}"
    seen, listing = folder.clock(), given or scan(site)
    state = None if options.clean else folder.load(salt)
    changed = state.changed_inputs(listing.files) if state else []
    if state and options.alone and is_as_left(output, state):
        found = {address: written.stamp for address, written in state.outputs.items()}
        right = frozenset(found)
    else:
        found = present(output)
        right = state.left_alone(output, found) if state else frozenset()
    look = Look(listing, tuple(changed), found, right)
    if state and state.options == depends_on and _untouched(state, look):
        return Report(state.problems, issues=state.issues, items=state.items)

    # Jinja, Markdown, Typst take a tenth of a second to load, half of a build that has nothing to do.
    from generator.road import Start, travel  # noqa: PLC0415

    start = Start(site, output, folder, theme, salt, depends_on, seen, look, state)
    with Workers(options.jobs or cores()) as workers:
        return travel(start, options, today, progress, workers)


def _untouched(state: State, look: Look) -> bool:
    """Whether neither the inputs nor the output have changed, and no warning depends on the day."""
    return (
        not look.changed
        and look.found.keys() == state.outputs.keys() == look.right
        and not look.listing.links
        and not any(p.code == "D03" for p in state.problems)
    )


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
