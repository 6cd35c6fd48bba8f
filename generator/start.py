"""What a build finds before it does anything: the theme, the files of both sides, the last state."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from generator.read.sources import Listing, scan
from generator.report import Options
from generator.theme import ThemeFiles, program, read_theme
from generator.workers import Workers
from generator.write.output import Look, Unlike, is_as_left, look, present, unlike
from generator.write.state import State, StateFolder


class Start(NamedTuple):
    """What a build finds.

    `program` and `depends_on` are what a state must agree with, `seen` is the time of the scan. `changed` are
    inputs that may differ from the last one. The `look` at the output takes its time; it is waited for once.
    """

    site: Path
    output: Path
    folder: StateFolder
    theme: ThemeFiles
    program: str
    depends_on: str
    seen: int
    listing: Listing
    changed: tuple[str, ...]
    state: State | None
    look: Callable[[], Look]

    @property
    def untouched(self) -> bool:
        """Whether neither inputs nor output have changed since a build that depended on the same."""
        state = self.state
        return (
            state is not None
            and state.options == self.depends_on
            and not self.changed
            and not self.listing.links
            and self.look().found.keys() == state.outputs.keys() == self.look().right
        )


def start(
    site: Path,
    output: Path,
    folder: StateFolder,
    options: Options,
    workers: Workers,
    given: Listing | None = None,
) -> Start:
    """Look at both sides; the lock of the folder is held. `given` are the site's files as seen just now.

    Raises:
        ThemeError: a template is not UTF-8.
    """
    theme, salt = read_theme(site), program()
    state = None if options.clean else folder.load(salt)
    there = _look(output, state, options, workers)
    seen, listing = folder.clock(), given or scan(site)
    changed = tuple(state.changed_inputs(listing.files)) if state else ()
    depends_on = _depends_on(options, theme)
    return Start(site, output, folder, theme, salt, depends_on, seen, listing, changed, state, there)


def _look(output: Path, state: State | None, options: Options, workers: Workers) -> Callable[[], Look]:
    """Begin to look at the output; only what is unlike the last build has to be told."""
    if state is None:
        return cache(lambda: Look(present(output), frozenset()))
    if options.alone and is_as_left(output, state):
        return cache(lambda: look(state, Unlike({}, frozenset())))
    there = workers.beside(partial(unlike, output, state))
    return cache(lambda: look(state, there()))


def as_last_time(begun: Start) -> Options | None:
    """The options of the last build, None where there was none with this theme."""
    choices = (Options(pdf=pdf, drafts=drafts) for pdf in (True, False) for drafts in (False, True))
    last = begun.state.options if begun.state else ""
    return next((options for options in choices if _depends_on(options, begun.theme) == last), None)


def _depends_on(options: Options, theme: ThemeFiles) -> str:
    return f"pdf={options.pdf} drafts={options.drafts} theme={theme.digest}"
