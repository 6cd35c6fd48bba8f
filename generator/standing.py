"""How the output stands beside the content: for those who want to use it as it is."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.problems import has_errors
from generator.progress import Progress
from generator.report import Options
from generator.road import planned
from generator.start import Start, as_last_time, start
from generator.survey import Survey, read_site, with_glyphs
from generator.workers import Workers, cores
from generator.write.lock import locked
from generator.write.state import StateFolder


class Standing(NamedTuple):
    """What a build would find. `read` is what the files say, without drafts.

    `options` are those of the last build, None where there was none with this program and theme; `current`
    tells that a build with them would change nothing.
    """

    start: Start
    read: Survey
    options: Options | None
    current: bool


def standing(site: Path, output: Path, today: date, progress: Progress) -> Standing:
    """Look at the output and at the content; nothing is built.

    Raises:
        LockedError, OSError: as in `build`.
    """
    folder = StateFolder(site, output)
    with locked(folder.path, progress.waiting), Workers(cores()) as workers:
        begun = start(site, output, folder, Options(), workers)
        options = as_last_time(begun)
        store, state = folder.path, begun.state
        read = read_site(
            site, store, state, begun.listing, begun.changed, today, progress, workers, drafts=False
        )
        read = with_glyphs(site, read) if options and options.pdf else read
        return Standing(begun, read, options, options is not None and _is_current(begun, read, options))


def _is_current(begun: Start, read: Survey, options: Options) -> bool:
    """Whether today's plan is that of the last build; what has become of its files is another question."""
    if read.archive is None or has_errors(read.problems):
        return False
    return planned(begun, read, read.archive, options).jobs.keys() == read.before.jobs.keys()
