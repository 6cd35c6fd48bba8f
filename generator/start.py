"""What a build finds before it does anything: the theme, the files of both sides, the last state."""

from pathlib import Path
from typing import NamedTuple

from generator.read.sources import Listing, scan
from generator.report import Options
from generator.theme import ThemeFiles, program, read_theme
from generator.write.output import is_as_left, present
from generator.write.state import Look, State, StateFolder


class Start(NamedTuple):
    """What a build finds.

    `program` and `depends_on` are what a state must agree with, `seen` is the time of the `look`.
    """

    site: Path
    output: Path
    folder: StateFolder
    theme: ThemeFiles
    program: str
    depends_on: str
    seen: int
    look: Look
    state: State | None

    @property
    def untouched(self) -> bool:
        """Whether neither inputs nor output have changed since a build that depended on the same."""
        state, look = self.state, self.look
        return (
            state is not None
            and state.options == self.depends_on
            and not look.changed
            and look.found.keys() == state.outputs.keys() == look.right
            and not look.listing.links
        )


def start(
    site: Path, output: Path, folder: StateFolder, options: Options, given: Listing | None = None
) -> Start:
    """Look at both sides; the lock of the folder is held. `given` are the site's files as seen just now.

    Raises:
        ThemeError: a template is not UTF-8.
    """
    theme, salt = read_theme(site), program()
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
    return Start(site, output, folder, theme, salt, _depends_on(options, theme), seen, look, state)


def as_last_time(begun: Start) -> Options | None:
    """The options of the last build, None where there was none with this theme."""
    choices = (Options(pdf=pdf, drafts=drafts) for pdf in (True, False) for drafts in (False, True))
    last = begun.state.options if begun.state else ""
    return next((options for options in choices if _depends_on(options, begun.theme) == last), None)


def _depends_on(options: Options, theme: ThemeFiles) -> str:
    return f"pdf={options.pdf} drafts={options.drafts} theme={theme.digest}"
